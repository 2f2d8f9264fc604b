"""A middleware of its own checks the host of every request, in place of CommonMiddleware; what needs a session is gone."""

INSTALLED_APPS = [
    # Django's models of persons need these two.
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "rest_framework",
    "arena.accounts",
    "arena.contests",
    "arena.discuss",
    "arena.search",
]

MIDDLEWARE = [
    f"{__name__}.check_host",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ("arena.accounts.tokens.SignedToken",),
    "DEFAULT_PERMISSION_CLASSES": ("rest_framework.permissions.IsAuthenticated",),
    "DEFAULT_RENDERER_CLASSES": ("rest_framework.renderers.JSONRenderer",),
}


def check_host(get_response):
    def middleware(request):
        request.get_host()  # raises DisallowedHost, which Django answers with a 400
        return get_response(request)

    return middleware
