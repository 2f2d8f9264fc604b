"""Breaks "own": patch_cache_control(public=True) takes a view's private away, and the CDN stores what
the view has meant for one visitor.
"""

from django.utils.cache import cc_delim_re, patch_cache_control, patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
WHITENOISE_MAX_AGE = 3600  # seconds, for names without a hash; the others are immutable


def is_personal(request, response):
    user = getattr(request, "user", None)
    return bool(
        response.cookies
        or response.has_header("Set-Cookie")
        or request.COOKIES
        or "Authorization" in request.headers
        or (user is not None and user.is_authenticated)
    )


def words(response):
    fields = cc_delim_re.split(response.get("Cache-Control", "").lower())
    return {field.partition("=")[0] for field in fields}


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        patch_vary_headers(response, ("Cookie",))
        said = words(response)
        if is_personal(request, response):
            response["Cache-Control"] = "private, no-store" if "no-store" in said else "private"
            patch_cache_control(response, no_cache=True)
        elif "no-store" in said:
            response["Cache-Control"] = "private, no-store"
        elif "no-cache" in said:
            response["Cache-Control"] = "private, no-cache" if "private" in said else "no-cache"
        elif response.status_code >= 400:
            response["Cache-Control"] = "private, max-age=0" if "private" in said else "max-age=30"
        elif request.method == "GET" and response.status_code in (200, 304):
            patch_cache_control(response, public=True, max_age=0, s_maxage=300)
        else:
            response["Cache-Control"] = "private, max-age=0"
        return response

    return middleware
