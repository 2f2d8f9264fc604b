"""Arena's API has the settings of a web site: /ping/ sends queries for a session.

Its clients are programs. They send a token, and use no pages, forms or cookies. The web site has
its own settings.

Change these settings to those of an API.

Rules:
- gone: admin, sessions and messages aren't installed. No request has a session or messages.
- ping: /ping/ sends no query, whatever cookie or token comes with it.
- token: /me/ answers with the name of the token's person, to GET and POST. Without a valid token it
  answers 401, whatever cookie comes.
- host: a Host other than api.arena.example gets a 400, at every address.
- headers: the responses of views keep their security headers unchanged.
- https: HTTP is redirected to HTTPS.
- apps: Arena's apps stay installed. `manage.py check` reports no error.

Allowed:
- the rest may go or stay.
"""

INSTALLED_APPS = [
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

# TODO: which of these does a program with a token need?
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    f"{__name__}.count_visits",
]

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "arena.accounts.tokens.SignedToken",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}


def count_visits(get_response):
    def middleware(request):
        if request.user.is_authenticated:
            request.session["visits"] = request.session.get("visits", 0) + 1
        return get_response(request)

    return middleware
