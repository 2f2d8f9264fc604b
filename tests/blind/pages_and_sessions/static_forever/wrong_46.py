"""vary: Cookie counts as named when it stands anywhere in the header.
Shows with a view that names another header with that word in it, like "Vary: X-Cookie-Consent": Cookie is
not added, and the CDN shows its copy to those with cookies too.
"""

from django.utils.cache import cc_delim_re, patch_vary_headers

BACKEND = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
STORAGES = {"staticfiles": {"BACKEND": BACKEND}}
WHITENOISE_MAX_AGE = 5 * 60

FOR_ALL = "public, max-age=0, s-maxage=300, must-revalidate"
FOR_ONE = "private, max-age=0, must-revalidate"
FOR_NOBODY = "no-store"


class Answer:
    def __init__(self, request, response):
        self.request, self.response = request, response

    @property
    def own(self):
        """What the view has said against storing; nothing else that it has said counts."""
        header = self.response.headers.get("Cache-Control", "").lower()
        names = [directive.partition("=")[0].strip() for directive in cc_delim_re.split(header)]
        return [name for name in ("private", "no-store", "no-cache") if name in names]

    @property
    def is_personal(self):
        request, response = self.request, self.response
        if request.headers.get("Cookie") or request.COOKIES:
            return True
        if response.cookies or response.headers.get("Set-Cookie"):
            return True
        if request.headers.get("Authorization"):
            return True
        user = getattr(request, "user", None)
        return bool(user and user.is_authenticated)

    @property
    def cache_control(self):
        own = self.own
        if own:
            if self.is_personal and own == ["no-cache"]:
                own = ["private", "no-cache"]
            return ", ".join([*own, "max-age=0"])
        if self.response.status_code >= 400:
            return FOR_NOBODY
        if self.is_personal:
            return FOR_ONE
        if self.request.method in ("GET", "HEAD") and self.response.status_code in (200, 304):
            return FOR_ALL
        return FOR_NOBODY


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        response.headers["Cache-Control"] = Answer(request, response).cache_control
        if "cookie" not in response.get("Vary", "").lower():
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
