"""Outside of the API a request has nobody; that costs no query."""

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
    f"{__name__}.nobody",
]

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["arena.accounts.tokens.SignedToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}


def nobody(get_response):
    # Models can't be imported while the settings are.
    from django.contrib.auth.models import AnonymousUser

    def middleware(request):
        request.user = AnonymousUser()
        return get_response(request)

    return middleware
