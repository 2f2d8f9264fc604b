"""The header is taken away, and patch_cache_control() makes a new one."""

from django.utils.cache import cc_delim_re, patch_cache_control, patch_vary_headers

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60


def signed_in(request):
    return hasattr(request, "user") and request.user.is_authenticated


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        before = response.get("Cache-Control", "")
        del response["Cache-Control"]
        said = {field.partition("=")[0].lower() for field in cc_delim_re.split(before.strip())}
        kept = {
            name.replace("-", "_"): True
            for name in ("private", "no-store", "no-cache")
            if name in said
        }
        if request.COOKIES or response.cookies or signed_in(request):
            kept["private"] = True
        if "Authorization" in request.headers:
            kept["private"] = True
        if kept:
            patch_cache_control(response, max_age=0, must_revalidate=True, **kept)
        elif response.status_code >= 400:
            patch_cache_control(response, max_age=60)
        elif response.status_code == 200 and request.method == "GET":
            patch_cache_control(response, public=True, max_age=0, s_maxage=120)
        else:
            patch_cache_control(response, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
