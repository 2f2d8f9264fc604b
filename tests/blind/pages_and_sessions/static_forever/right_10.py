"""Small steps, each a function that changes the list of directives."""

from django.utils.cache import patch_vary_headers

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 120
HARMLESS = {"private", "no-store", "no-cache", "no-transform", "must-revalidate"}
OWN = {"private", "no-store", "no-cache"}


def name(directive):
    return directive.partition("=")[0].strip().lower()


def harmless(response):
    """Return the view's directives that let no cache store more, or longer."""
    every = response.headers.get("Cache-Control", "").split(",")
    return [directive.strip() for directive in every if name(directive) in HARMLESS]


def is_about_a_person(request, response):
    if response.cookies or request.COOKIES or "Authorization" in request.headers:
        return True
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        directives = harmless(response)
        if is_about_a_person(request, response) and "private" not in map(str.lower, directives):
            directives.append("private")
        may_be_shared = OWN.isdisjoint(map(name, directives))
        directives.append("max-age=0")
        if may_be_shared and response.status_code >= 400:
            directives.append("s-maxage=60")
        elif may_be_shared and request.method == "GET" and response.status_code == 200:
            directives += ["public", "s-maxage=300"]
        response.headers["Cache-Control"] = ", ".join(directives)
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware
