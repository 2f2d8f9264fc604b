"""Explicit and careful: every setting that protects is written down, JSON is the only format, and visits are counted in memory only."""

from collections import Counter

INSTALLED_APPS = [
    "rest_framework",
    "arena.accounts.apps.AccountsConfig",
    "arena.contests.apps.ContestsConfig",
    "arena.discuss.apps.DiscussConfig",
    "arena.search.apps.SearchConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",  # HTTPS, HSTS and three more headers
    "django.middleware.common.CommonMiddleware",  # the host
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # X-Frame-Options
    f"{__name__}.count_visits",
]

ALLOWED_HOSTS = ["api.arena.example"]
APPEND_SLASH = False

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["arena.accounts.tokens.SignedToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}

_visits = Counter()


def count_visits(get_response):
    """Count the requests of this process by method: no person, no session, no query."""

    def middleware(request):
        _visits[request.method] += 1
        return get_response(request)

    return middleware
