"""For sync and async: a visitor who sends cookies is asked for no user, so that no query is needed."""

from asgiref.sync import iscoroutinefunction
from django.utils.cache import cc_delim_re, patch_vary_headers
from django.utils.decorators import sync_and_async_middleware

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
    if request.COOKIES or response.cookies or "Authorization" in request.headers:
        return True
    # Without a session cookie this is anonymous, or somebody whom a view has set.
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def add_headers(request, response):
    own = own_words(response)
    if is_personal(request, response):
        value = ", ".join(["private", "max-age=0", *own])
    elif own:
        value = ", ".join(["max-age=0", *own])
    elif response.status_code >= 400:
        value = "no-store"
    elif request.method in ("GET", "HEAD") and response.status_code in (200, 304):
        value = "max-age=0, s-maxage=200"
    else:
        value = "no-cache"
    response["Cache-Control"] = value
    patch_vary_headers(response, ["Cookie"])
    return response


@sync_and_async_middleware
def cache_headers(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            return add_headers(request, await get_response(request))

    else:

        def middleware(request):
            return add_headers(request, get_response(request))

    return middleware
