"""token

A token's person is kept in memory for a minute. Within that minute after a call, the token of
somebody who was deactivated or deleted still gets 200, and a new name is not told.
"""

import time

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
]

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [f"{__name__}.KeptToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}


class KeptToken:
    """Saves the query for a program that calls often."""

    kept = {}

    def authenticate(self, request):
        from arena.accounts.tokens import SignedToken

        header = request.headers.get("Authorization", "")
        answer, until = self.kept.get(header, (None, 0))
        if time.monotonic() < until:
            return answer
        answer = SignedToken().authenticate(request)
        if answer is not None:
            self.kept[header] = answer, time.monotonic() + 60
        return answer

    def authenticate_header(self, request):
        return "Token"
