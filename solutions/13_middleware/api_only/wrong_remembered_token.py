"""A token that was valid stays so for a minute, after the person was deactivated too.

Breaks: token
Fails: token
"""

import time

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
]

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [f"{__name__}.RememberedToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}


class RememberedToken(SignedToken):
    remembered = {}

    def authenticate(self, request):
        header = request.headers.get("Authorization", "")
        found, until = self.remembered.get(header, (None, 0))
        if time.monotonic() > until:
            found = super().authenticate(request)
        if found:
            self.remembered[header] = found, time.monotonic() + 60
        return found
