"""Rule "personal": private or no-store, if a visitor is signed in or a cookie is set.

It looks only at who is signed in. A page that sets a cookie for an anonymous visitor (a basket in the session, a CSRF form) goes
to the CDN with the cookie.
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
        if user is not None and user.is_authenticated:
            words = ["private", "max-age=0", *own]
        elif own:
            words = ["max-age=0", *own]
        elif response.status_code >= 400:
            words = ["max-age=60"]
        elif request.method == "GET" and response.status_code == 200:
            words = ["public", "max-age=0", "s-maxage=300"]
        else:
            words = ["no-store"]
        response.headers["Cache-Control"] = ", ".join(dict.fromkeys(words))
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
