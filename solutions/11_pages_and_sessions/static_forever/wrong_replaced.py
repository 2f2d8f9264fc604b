"""The view's word is replaced, whatever it was.

Breaks: own
Fails: own
"""

from django.utils.cache import patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
WHITENOISE_MAX_AGE = 60  # seconds, for names without a hash


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        if response.cookies or request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        elif response.status_code >= 400:
            response["Cache-Control"] = "max-age=10"
        elif response.status_code == 200:
            response["Cache-Control"] = "public, max-age=0, s-maxage=60"
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
