"""Everything is private until shown otherwise: only pages for strangers get s-maxage."""

from django.utils.cache import patch_cache_control, patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
WHITENOISE_MAX_AGE = 3600  # seconds, for names without a hash; the others are immutable
MAY_NOT = ("private", "no-store", "no-cache")


def for_everybody(request, response, said):
    if request.method != "GET" or response.status_code != 200:
        return False
    if request.COOKIES or response.cookies or request.headers.get("Authorization"):
        return False
    if said & set(MAY_NOT):
        return False
    return not (hasattr(request, "user") and request.user.is_authenticated)


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        header = response.get("Cache-Control", "")
        said = {part.split("=")[0].strip().lower() for part in header.split(",")}
        del response["Cache-Control"]
        if for_everybody(request, response, said):
            patch_cache_control(response, s_maxage=300, max_age=0, must_revalidate=True)
        else:
            stays = {name.replace("-", "_"): True for name in MAY_NOT if name in said}
            patch_cache_control(response, **{"private": True, "max_age": 0, **stays})
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware
