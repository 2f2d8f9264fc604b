"""errors: for an error only max-age is set, and what the view has said beside it stays.
Shows with a view that answers 404 or 503 under cache_control(s_maxage=3600), or with
stale-if-error: the CDN keeps the error for an hour.
"""

from django.http import parse_cookie
from django.utils.cache import patch_cache_control, patch_vary_headers
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
        if signed_in(request) or sets_cookie(response) or has_cookie(request):
            if "private" not in kept and "no-store" not in kept:
                kept["private"] = "private"
        ok = response.status_code in (200, 304) and request.method in ("GET", "HEAD")
        if kept:
            response.headers["Cache-Control"] = ", ".join([*kept.values(), "max-age=0"])
        elif ok:
            response.headers["Cache-Control"] = "max-age=0, s-maxage=120, must-revalidate"
        else:
            patch_cache_control(response, max_age=0)
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware


def has_cookie(request):
    return bool(request.COOKIES or parse_cookie(request.META.get("HTTP_COOKIE", "")))


def sets_cookie(response):
    return bool(response.cookies) or "Set-Cookie" in response.headers


def signed_in(request):
    if "HTTP_AUTHORIZATION" in request.META or "REMOTE_USER" in request.META:
        return True
    if has_cookie(request):
        return True  # maybe; to look for the session would cost a query
    return hasattr(request, "user") and request.user.is_authenticated
