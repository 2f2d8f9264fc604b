"""A class of its own fetches the person of each token, for /ping/ too.

Breaks: ping
Fails: ping
"""

from rest_framework.exceptions import AuthenticationFailed

from arena.accounts.tokens import SignedToken

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
        try:
            request.person = SignedToken().authenticate(request)
        except AuthenticationFailed:
            request.person = None
        return get_response(request)

    return middleware
