"""A class; the first rule that fits a response says its Cache-Control."""

from django.utils.cache import patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
WHITENOISE_MAX_AGE = 3600  # seconds, for names without a hash; the others are immutable
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
MINUTE = 60


class CacheHeaders:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        said = self.said(response)
        kept = [name for name in ("private", "no-store", "no-cache") if name in said]
        if self.is_personal(request, response) and "private" not in kept:
            kept.append("private")
        response.headers["Cache-Control"] = ", ".join(kept + self.ages(request, response, kept))
        patch_vary_headers(response, ("Cookie",))
        return response

    @staticmethod
    def said(response):
        """Return the names of the view's directives."""
        fields = response.headers.get("Cache-Control", "").split(",")
        return {field.split("=")[0].strip().lower() for field in fields}

    @staticmethod
    def is_personal(request, response):
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            return True
        return bool(response.cookies or request.COOKIES or "Authorization" in request.headers)

    @staticmethod
    def ages(request, response, kept):
        if kept:
            return ["max-age=0"]
        if response.status_code >= 400:
            return ["max-age=0", f"s-maxage={MINUTE}"]
        if request.method == "GET" and response.status_code in (200, 304):
            return ["public", "max-age=0", f"s-maxage={5 * MINUTE}"]
        return ["max-age=0", "must-revalidate"]


cache_headers = CacheHeaders
