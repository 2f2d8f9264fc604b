"""The settings of the web site are filtered: what is for browsers is listed, with its reason, and taken out."""

_FOR_BROWSERS = {
    "django.contrib.admin",  # pages
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sessions.middleware.SessionMiddleware",  # cookies
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",  # reads the session
    "django.middleware.csrf.CsrfViewMiddleware",  # forms
    "rest_framework.authentication.SessionAuthentication",
}


def _without(names):
    return [name for name in names if name not in _FOR_BROWSERS]


INSTALLED_APPS = _without(
    [
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "rest_framework",
        "arena.accounts",
        "arena.contests",
        "arena.discuss",
        "arena.search",
    ]
)

MIDDLEWARE = _without(
    [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
)

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": _without(
        [
            "rest_framework.authentication.SessionAuthentication",
            "arena.accounts.tokens.SignedToken",
        ]
    ),
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
