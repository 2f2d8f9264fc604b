"""A manifest storage for the static files; the middleware writes Cache-Control anew for each of three cases, with the view's own words."""

import re

from django.utils.cache import patch_vary_headers

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 600  # seconds

OWN = {"private", "no-store", "no-cache"}


def own_directives(response):
    """Return what the view said against storing, such as ["private", 'no-cache="Set-Cookie"']."""
    directives = re.findall(r'(?:[^,"]|"[^"]*")+', response.get("Cache-Control", ""))
    directives = [directive.strip() for directive in directives]
    return [each for each in directives if each.partition("=")[0].strip().lower() in OWN]


def is_personal(request, response):
    if request.COOKIES or response.cookies or response.has_header("Set-Cookie"):
        return True
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        own = own_directives(response)
        readable = request.method in {"GET", "HEAD"}
        if is_personal(request, response):
            words = ["private", "max-age=0", "must-revalidate", *own]
        elif own:
            words = ["max-age=0", *own]
        elif response.status_code >= 400:
            words = ["no-store"]
        elif readable and response.status_code in {200, 304}:
            words = ["public", "max-age=0", "s-maxage=120"]
        else:
            words = ["private", "max-age=0"]
        response.headers["Cache-Control"] = ", ".join(dict.fromkeys(words))
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
