"""browsers: what a view says beside private stays too, also its max-age.
Shows with a view under cache_control(private=True, max_age=600): for ten minutes browsers do not ask.
"""

from django.utils.cache import cc_delim_re, has_vary_header, patch_vary_headers

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
        """What the view has said against storing; then all that it has said counts."""
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
            header = self.response.headers["Cache-Control"]
            kept = [part for part in cc_delim_re.split(header) if "s-maxage" not in part.lower()]
            if self.is_personal and own == ["no-cache"]:
                kept.append("private")
            return ", ".join(kept)
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
        if not has_vary_header(response, "Cookie"):
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
