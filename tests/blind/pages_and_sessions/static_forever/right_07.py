"""urllib's parser for lists in headers; errors are stored nowhere."""

from urllib.request import parse_http_list

from django.utils.cache import patch_vary_headers

STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_MAX_AGE = 300


def name_of(directive):
    return directive.split("=", 1)[0].strip().lower()


def signed_in(request):
    return bool(getattr(getattr(request, "user", None), "is_authenticated", False))


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        patch_vary_headers(response, ("Cookie",))

        kept = {}
        for directive in parse_http_list(response.get("Cache-Control", "")):
            if name_of(directive) in ("private", "no-store", "no-cache"):
                kept[name_of(directive)] = directive
        is_error = response.status_code >= 400
        known = request.COOKIES or signed_in(request) or "Authorization" in request.headers
        if is_error or known or response.cookies:
            # Not private="a-header": that would hide one header only.
            kept["private"] = "private"
        if is_error:
            kept["no-store"] = "no-store"

        if kept:
            values = [*kept.values(), "max-age=0"]
        elif request.method in ("GET", "HEAD") and response.status_code in (200, 304):
            values = ["public", "s-maxage=300", "max-age=0"]
        else:
            values = ["no-cache"]
        response["Cache-Control"] = ", ".join(values)
        return response

    return middleware
