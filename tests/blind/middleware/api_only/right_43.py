"""A subclass of SecurityMiddleware looks at the Host of each request first; DRF is used without its app."""

from django.middleware.security import SecurityMiddleware

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "arena.accounts",
    "arena.contests",
    "arena.discuss",
    "arena.search",
]

MIDDLEWARE = [
    f"{__name__}.ApiSecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
]

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["arena.accounts.tokens.SignedToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}


class ApiSecurityMiddleware(SecurityMiddleware):
    """Refuses other hosts before anything else is done for a request."""

    def process_request(self, request):
        request.get_host()
        return super().process_request(request)
