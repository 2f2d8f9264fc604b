"""Rule "errors": Cache-Control limits every cache to a minute.

It says something only about pages with status 200. A 404 or 410 has no Cache-Control, or what the view gave it, and a cache may
keep it as long as it likes.
"""

from django.utils.cache import patch_vary_headers

STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_MAX_AGE = 3600  # seconds


def own_words(response):
    words = [word.strip() for word in response.headers.get("Cache-Control", "").lower().split(",")]
    return [word for word in words if word.split("=")[0] in ("private", "no-store", "no-cache")]


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        own = own_words(response)
        user = getattr(request, "user", None)
        if request.COOKIES or response.cookies or (user and user.is_authenticated):
            words = ["private", "max-age=0", *own]
        elif own:
            words = ["max-age=0", *own]
        elif request.method == "GET" and response.status_code == 200:
            words = ["public", "max-age=0", "s-maxage=300"]
        else:
            return response  # not a page
        response.headers["Cache-Control"] = ", ".join(dict.fromkeys(words))
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
