"""Breaks "personal": private is added, but the s-maxage that a view has set for strangers stays when
the visitor is signed in.
"""

from django.utils.cache import cc_delim_re, patch_cache_control, patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
WHITENOISE_MAX_AGE = 3600  # seconds, for names without a hash; the others are immutable
OWN = {"private", "no-store", "no-cache"}


def own_words(response):
    """Return what the view says of its own: private, no-store and no-cache."""
    fields = cc_delim_re.split(response.get("Cache-Control", "").strip())
    return [field for field in fields if field.partition("=")[0].strip().lower() in OWN]


def is_personal(request, response):
    user = getattr(request, "user", None)
    return bool(
        response.cookies
        or response.has_header("Set-Cookie")
        or request.COOKIES
        or "Authorization" in request.headers
        or (user is not None and user.is_authenticated)
    )


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        patch_vary_headers(response, ("Cookie",))
        own = own_words(response)
        if own:
            words = {word.lower() for word in own}
            if is_personal(request, response):
                words.add("private")
            response["Cache-Control"] = ", ".join([*sorted(words), "max-age=0"])
        elif is_personal(request, response):
            patch_cache_control(response, private=True, max_age=0)
        elif response.status_code >= 400:
            response["Cache-Control"] = "public, max-age=0, s-maxage=30"
        elif request.method == "GET" and response.status_code in (200, 304):
            response["Cache-Control"] = "public, max-age=0, s-maxage=300"
        else:
            response["Cache-Control"] = "no-store"
        return response

    return middleware
