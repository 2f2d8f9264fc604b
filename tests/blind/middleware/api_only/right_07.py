"""REST framework's app has only pages and commands that an API in JSON doesn't use, so it goes too."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
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
TEMPLATES = []

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["arena.accounts.tokens.SignedToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
