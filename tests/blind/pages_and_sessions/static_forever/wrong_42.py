"""personal: a visitor counts as signed in if there is a session cookie.
Shows with somebody who is signed in without one (RemoteUserMiddleware, a token in the header
Authorization, a client certificate): the CDN stores the page, with s-maxage.
"""

from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.regex_helper import _lazy_re_compile

STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# A comma in quotes does not end a directive: no-cache="Set-Cookie, X-Token".
between = _lazy_re_compile(r'\s*,\s*(?=(?:[^"]*"[^"]*")*[^"]*$)')


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        kept = {}
        for field in between.split(response.get("Cache-Control", "").strip()):
            name = field.partition("=")[0].strip().lower()
            if name in ("private", "no-store", "no-cache"):
                kept[name] = field
        if signed_in(request) or sets_cookie(response):
            if "private" not in kept and "no-store" not in kept:
                kept["private"] = "private"
        ok = response.status_code in (200, 304) and request.method in ("GET", "HEAD")
        if kept:
            response.headers["Cache-Control"] = ", ".join([*kept.values(), "max-age=0"])
        elif ok:
            response.headers["Cache-Control"] = "max-age=0, s-maxage=120, must-revalidate"
        else:
            response.headers["Cache-Control"] = "no-store"
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware


def sets_cookie(response):
    return bool(response.cookies) or "Set-Cookie" in response.headers


def signed_in(request):
    # request.user would cost two queries.
    return settings.SESSION_COOKIE_NAME in request.COOKIES
