"""Rule "vary": its Vary names Cookie, beside what the view names.

It sets Vary instead of adding to it. A view that answers by Accept-Language loses that, and the CDN shows a German page to
French visitors.
"""

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
        elif response.status_code >= 400:
            words = ["max-age=60"]
        elif request.method == "GET" and response.status_code == 200:
            words = ["public", "max-age=0", "s-maxage=300"]
        else:
            words = ["no-store"]
        response.headers["Cache-Control"] = ", ".join(dict.fromkeys(words))
        response.headers["Vary"] = "Cookie"
        return response

    return middleware
