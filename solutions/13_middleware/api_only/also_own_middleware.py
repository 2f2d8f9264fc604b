"""The host and one header in a function of its own; the apps as far as Arena needs them."""

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
    f"{__name__}.host_and_frame",
]

ALLOWED_HOSTS = ["api.arena.example"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000


def host_and_frame(get_response):
    def middleware(request):
        request.get_host()  # refuses a wrong one
        response = get_response(request)
        if not getattr(response, "xframe_options_exempt", False):  # the view decides
            response.headers.setdefault("X-Frame-Options", "DENY")
        return response

    return middleware


REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["arena.accounts.tokens.SignedToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
