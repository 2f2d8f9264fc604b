"""The reference: hashed names from the manifest, and four kinds of responses."""

from django.utils.cache import patch_cache_control, patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
WHITENOISE_MAX_AGE = 60  # seconds, for names without a hash
OWN = "private", "no-store", "no-cache"


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        own = [word for word in OWN if word in response.get("Cache-Control", "").lower()]
        if response.cookies or request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"  # patching leaves an s-maxage
        elif own:
            response["Cache-Control"] = ", ".join([*own, "max-age=0"])
        elif response.status_code >= 400:
            response["Cache-Control"] = "max-age=10"
        elif response.status_code == 200:
            patch_cache_control(response, public=True, max_age=0, s_maxage=60)
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
