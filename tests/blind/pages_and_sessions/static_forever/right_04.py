"""The directives as a dictionary: take away what lets a cache store, then add what may be."""

from django.utils.cache import patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
WHITENOISE_MAX_AGE = 3600  # seconds, for names without a hash; the others are immutable
# All that lengthens the time for which some cache uses a response.
AGES = ("public", "max-age", "s-maxage", "immutable", "stale-while-revalidate", "stale-if-error")


def parsed(header):
    directives = {}
    for field in filter(None, map(str.strip, header.split(","))):
        name, equals, value = field.partition("=")
        directives[name.lower()] = equals + value
    return directives


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        directives = parsed(response.get("Cache-Control", ""))
        for name in AGES:
            directives.pop(name, None)
        user = getattr(request, "user", None)
        signed_in = user is not None and user.is_authenticated
        is_own = not directives.keys().isdisjoint({"private", "no-store", "no-cache"})
        directives["max-age"] = "=0"
        if signed_in or response.cookies or request.COOKIES or request.headers.get("Authorization"):
            directives["private"] = ""
        elif is_own:
            pass
        elif response.status_code >= 400:
            directives["s-maxage"] = "=10"
        elif request.method == "GET" and response.status_code == 200:
            directives["public"] = ""
            directives["s-maxage"] = "=300"
        response["Cache-Control"] = ", ".join(map("".join, directives.items()))
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware
