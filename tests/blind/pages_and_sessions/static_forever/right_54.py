"""Shares only what is surely the same for all, and marks the rest private, after the old Cache-Control is taken off."""

from django.utils.cache import patch_cache_control, patch_vary_headers

STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_MAX_AGE = 300  # seconds: the name stays, its content may change

MINUTE = 60
OWN = {"private", "no-store", "no-cache"}


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        before = response.get("Cache-Control", "").lower()
        del response["Cache-Control"]
        said = {word.split("=")[0].strip() for word in before.split(",")}
        own = {word.replace("-", "_"): True for word in said & OWN}
        user = getattr(request, "user", None)
        anonymous = not (request.COOKIES or response.cookies or (user and user.is_authenticated))
        if anonymous and not own and request.method == "GET" and response.status_code in (200, 304):
            patch_cache_control(response, max_age=0, s_maxage=5 * MINUTE, public=True)
        elif anonymous and not own and response.status_code >= 400:
            patch_cache_control(response, max_age=MINUTE)
        else:
            patch_cache_control(response, max_age=0, **{"private": True, **own})
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
