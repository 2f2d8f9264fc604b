"""Django's own manifest storage, and a class that holds one response's answers to: personal, own, error, page."""

from django.utils.cache import patch_vary_headers

STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    },
}
WHITENOISE_MAX_AGE = 60  # seconds


class Verdict:
    def __init__(self, request, response):
        self.request = request
        self.response = response
        header = response.headers.get("Cache-Control", "").lower()
        names = {part.split("=")[0].strip() for part in header.split(",")}
        # A list of header names, as in no-cache="Set-Cookie", becomes the stricter form without one.
        self.own = [word for word in ("private", "no-store", "no-cache") if word in names]

    @property
    def personal(self):
        if self.request.COOKIES or self.response.cookies:
            return True
        return bool(getattr(getattr(self.request, "user", None), "is_authenticated", False))

    @property
    def error(self):
        return self.response.status_code >= 400

    @property
    def page(self):
        return self.request.method in ("GET", "HEAD") and self.response.status_code in (200, 304)

    def cache_control(self):
        if self.personal:
            return ["no-store", *self.own]
        if self.own:
            return ["max-age=0", *self.own]
        if self.error:
            return ["public", "max-age=0", "s-maxage=10"]
        if self.page:
            return ["public", "max-age=0", "must-revalidate", "s-maxage=60"]
        return ["no-store"]


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        words = Verdict(request, response).cache_control()
        response.headers["Cache-Control"] = ", ".join(sorted(set(words)))
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware
