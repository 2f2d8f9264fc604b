"""A class; a session's cookie or a token is enough to be private, and costs no query."""

from django.conf import settings
from django.utils.cache import patch_cache_control, patch_vary_headers

STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    }
}


def add_headers(headers, path, url):
    if "immutable" in headers["Cache-Control"]:
        headers["Cache-Control"] = "public, max-age=31536000, immutable"


WHITENOISE_ADD_HEADERS_FUNCTION = add_headers


class cache_headers:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        said = {
            word.strip() for word in response.headers.get("Cache-Control", "").lower().split(",")
        }
        is_page = response.status_code == 200 and request.method in ("GET", "HEAD")
        own = said & {"private", "no-store", "no-cache"}
        is_known = (
            settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
        )
        if is_known or response.cookies or not is_page:
            response["Cache-Control"] = "private, no-store"
        elif own:
            response["Cache-Control"] = ", ".join(["max-age=0", *own])
        else:
            patch_cache_control(response, public=True, s_maxage=120, max_age=0)
            patch_vary_headers(response, ["cookie"])
        return response
