"""A check of the host that also works without a thread, under ASGI."""

from asgiref.sync import iscoroutinefunction

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "arena.accounts",
    "arena.contests",
    "arena.discuss",
    "arena.search",
]

MIDDLEWARE = [
    f"{__name__}.only_our_host",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["arena.accounts.tokens.SignedToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}


def only_our_host(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            request.get_host()
            return await get_response(request)

    else:

        def middleware(request):
            request.get_host()
            return get_response(request)

    return middleware


only_our_host.sync_capable = True
only_our_host.async_capable = True
