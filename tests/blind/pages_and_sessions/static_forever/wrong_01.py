"""Breaks "no hash": WhiteNoise deletes the files without a hash, and their own names are 404."""

from django.utils.cache import cc_delim_re, patch_vary_headers

STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_MAX_AGE = 3600
OWN = {"private", "no-store", "no-cache"}


def own_words(response):
    """Return what the view says of its own: private, no-store and no-cache."""
    fields = cc_delim_re.split(response.get("Cache-Control", "").strip())
    return [field for field in fields if field.partition("=")[0].strip().lower() in OWN]


def is_personal(request, response):
    user = getattr(request, "user", None)
    return bool(
        response.cookies
        or response.has_header("Set-Cookie")
        or request.COOKIES
        or "Authorization" in request.headers
        or (user is not None and user.is_authenticated)
    )


def policy(request, response):
    own = own_words(response)
    if is_personal(request, response):
        return ", ".join(["private", "no-cache", *own])
    if own:
        return ", ".join([*own, "max-age=0"])
    if response.status_code >= 400:
        return "public, max-age=0, s-maxage=30"
    if request.method in ("GET", "HEAD") and response.status_code in (200, 304):
        return "public, max-age=0, must-revalidate, s-maxage=300"
    return "no-store"


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response["Cache-Control"] = policy(request, response)
        return response

    return middleware
