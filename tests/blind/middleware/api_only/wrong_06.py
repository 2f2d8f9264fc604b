"""Breaks host: with SECURE_SSL_HOST the redirect doesn't look at the Host, so over HTTP a foreign one
gets a 301 instead of a 400."""

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
SECURE_SSL_HOST = "api.arena.example"
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["arena.accounts.tokens.SignedToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
