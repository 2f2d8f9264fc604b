"""ping: a middleware looks for the token's person at every request.

A request of /ping/ with a valid token sends a query for the person.
"""

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
    f"{__name__}.person_of_token",
]

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["arena.accounts.tokens.SignedToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}


def person_of_token(get_response):
    def middleware(request):
        from django.contrib.auth.models import AnonymousUser
        from rest_framework.exceptions import AuthenticationFailed

        from arena.accounts.tokens import SignedToken

        try:
            found = SignedToken().authenticate(request)
        except AuthenticationFailed:
            found = None
        request.user = found[0] if found else AnonymousUser()
        return get_response(request)

    return middleware
