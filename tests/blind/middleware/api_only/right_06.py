"""The settings of the web site, and what is taken away from them."""

SITE_APPS = [
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
SITE_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGES_ONLY = ("django.contrib.admin", "django.contrib.sessions", "django.contrib.messages")

INSTALLED_APPS = [app for app in SITE_APPS if app not in PAGES_ONLY]
# All middleware of contrib is about sessions: the person of a session too.
MIDDLEWARE = [
    path
    for path in SITE_MIDDLEWARE
    if not path.startswith("django.contrib.") and "csrf" not in path
]

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ("arena.accounts.tokens.SignedToken",),
    "DEFAULT_PERMISSION_CLASSES": ("rest_framework.permissions.IsAuthenticated",),
}
