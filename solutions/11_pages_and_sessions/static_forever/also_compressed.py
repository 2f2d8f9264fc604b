"""WhiteNoise's own storage, a test of the hash in the manifest, and each header written as text."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.cache import patch_vary_headers

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600


def WHITENOISE_IMMUTABLE_FILE_TEST(path, url):
    return url.removeprefix("/static/") in staticfiles_storage.hashed_files.values()


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        said = response.get("Cache-Control", "").lower()
        own = [word for word in ("private", "no-store", "no-cache") if word in said]
        if response.cookies or request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        elif own:
            response["Cache-Control"] = f"max-age=0, {', '.join(own)}"
        elif request.method == "GET" and response.status_code == 200 and not request.COOKIES:
            response["Cache-Control"] = "max-age=0, s-maxage=300"
            patch_vary_headers(response, ("Cookie",))
        else:
            response["Cache-Control"] = "no-cache"
        return response

    return middleware
