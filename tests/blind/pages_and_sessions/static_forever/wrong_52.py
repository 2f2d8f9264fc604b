"""Rules "personal" and "browsers": without s-maxage for a visitor who is signed in; browsers ask on each visit.

It leaves every response alone whose view has set Cache-Control. A view with cache_control(public=True, s_maxage=600) is shared
although its visitor is signed in, and one with max_age=600 is not asked for again.
"""

from django.utils.cache import patch_cache_control, patch_vary_headers

STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_MAX_AGE = 3600  # seconds


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        patch_vary_headers(response, ["Cookie"])
        if response.has_header("Cache-Control"):
            return response  # the view knows best
        user = getattr(request, "user", None)
        if request.COOKIES or response.cookies or (user and user.is_authenticated):
            patch_cache_control(response, private=True, max_age=0)
        elif response.status_code >= 400:
            patch_cache_control(response, max_age=60)
        elif request.method == "GET" and response.status_code == 200:
            patch_cache_control(response, public=True, max_age=0, s_maxage=300)
        else:
            patch_cache_control(response, private=True, max_age=0)
        return response

    return middleware
