"""Breaks ping: a middleware reads the token of each request, so that request.user is there everywhere:
one query for /ping/ with a valid token (none without)."""

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
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    f"{__name__}.token_user",
]

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["arena.accounts.tokens.SignedToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}


def token_user(get_response):
    def middleware(request):
        # Here, since its models cannot be imported before these settings are there.
        from django.contrib.auth.models import AnonymousUser
        from rest_framework.exceptions import AuthenticationFailed

        from arena.accounts.tokens import SignedToken

        request.user = AnonymousUser()
        try:
            result = SignedToken().authenticate(request)
        except AuthenticationFailed:
            result = None
        if result is not None:
            request.user = result[0]
        return get_response(request)

    return middleware
