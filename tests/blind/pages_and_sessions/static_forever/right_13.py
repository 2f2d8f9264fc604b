"""Django's patch_cache_control() on what a view may keep; a class as middleware."""

import re

from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.cache import patch_cache_control, patch_vary_headers

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 300  # seconds
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
CDN_SECONDS = 30


def WHITENOISE_IMMUTABLE_FILE_TEST(path, url):  # noqa: N802
    return any(url.endswith(f"/{name}") for name in staticfiles_storage.hashed_files.values())


class Caching:
    """Says who may store a response, and for how long."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        own = self.own_words(response)
        del response["Cache-Control"]
        patch_vary_headers(response, ["Cookie"])

        if self.is_personal(request, response):
            own.add("private")
        if own:
            words = {word.replace("-", "_"): True for word in own}
            patch_cache_control(response, max_age=0, must_revalidate=True, **words)
        elif response.status_code >= 400:
            patch_cache_control(response, max_age=0, s_maxage=10)
        elif request.method in ("GET", "HEAD") and response.status_code in (200, 304):
            patch_cache_control(response, public=True, max_age=0, s_maxage=CDN_SECONDS)
        else:
            patch_cache_control(response, private=True, no_cache=True, max_age=0)
        return response

    def own_words(self, response):
        value = response.headers.get("Cache-Control", "").lower()
        # no-cache="Set-Cookie" is made stricter: no-cache.
        words = re.sub(r'"[^"]*"', "", value).replace("=", ",").split(",")
        return {word.strip() for word in words} & {"private", "no-store", "no-cache"}

    def is_personal(self, request, response):
        if request.COOKIES or response.cookies or "Set-Cookie" in response.headers:
            return True
        if request.headers.get("Authorization"):
            return True
        return hasattr(request, "user") and request.user.is_authenticated


cache_headers = Caching
