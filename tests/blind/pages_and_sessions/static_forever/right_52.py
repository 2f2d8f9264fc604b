"""Removes from Cache-Control what would allow too much, and then adds with patch_cache_control() what each kind of response may have."""

from django.utils.cache import cc_delim_re, patch_cache_control, patch_vary_headers

STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_MAX_AGE = 3600  # seconds
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

TOO_MUCH = (
    "public",
    "max-age",
    "s-maxage",
    "immutable",
    "stale-while-revalidate",
    "stale-if-error",
)


def name(directive):
    return directive.split("=")[0].strip().lower()


def strip(response):
    """Remove all that lets a cache keep the response; return the names of what is left."""
    header = response.headers.get("Cache-Control", "")
    del response.headers["Cache-Control"]
    left = [each for each in cc_delim_re.split(header) if each and name(each) not in TOO_MUCH]
    if left:
        response.headers["Cache-Control"] = ", ".join(left)
    return {name(each) for each in left}


def signed_in(request):
    return hasattr(request, "user") and request.user.is_authenticated


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        left = strip(response)
        patch_vary_headers(response, ["Cookie"])
        is_page = request.method in ("GET", "HEAD") and response.status_code in (200, 304)
        if response.cookies or request.COOKIES or signed_in(request):
            patch_cache_control(response, private=True, max_age=0)
        elif left & {"private", "no-store", "no-cache"}:
            patch_cache_control(response, max_age=0)
        elif is_page:
            patch_cache_control(response, public=True, max_age=0, s_maxage=300)
        elif response.status_code >= 400:
            patch_cache_control(response, max_age=30)
        else:
            patch_cache_control(response, private=True, max_age=0)
        return response

    return middleware
