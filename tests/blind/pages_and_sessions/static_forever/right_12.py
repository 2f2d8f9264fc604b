"""WhiteNoise's own storage, and a dictionary of directives, changed rule by rule."""

import re
from urllib.parse import urlsplit

from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.cache import patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
}
WHITENOISE_MAX_AGE = 600  # seconds


def is_in_manifest(path, url):
    """Tell WhiteNoise which files have a hash in their name: those that the manifest names."""
    prefix = urlsplit(staticfiles_storage.base_url).path
    return url.removeprefix(prefix) in set(staticfiles_storage.hashed_files.values())


WHITENOISE_IMMUTABLE_FILE_TEST = is_in_manifest

DIRECTIVE = re.compile(r'([\w-]+)(?:\s*=\s*("[^"]*"|[^\s,"]*))?')
LIFETIMES = {
    "max-age",
    "s-maxage",
    "immutable",
    "stale-while-revalidate",
    "stale-if-error",
}


def is_signed_in(request):
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated)


def change(directives, request, response):
    for name in LIFETIMES:
        directives.pop(name, None)

    if response.status_code >= 400:
        # At once, so that a page that is there again is seen again.
        directives["max-age"] = "0"
        directives.setdefault("no-store", "")
        directives.pop("public", None)
        return

    directives["max-age"] = "0"
    directives["must-revalidate"] = ""

    # Who sends a cookie is not asked who he is: that would cost a query for each page.
    sends_more = bool(request.COOKIES) or "Authorization" in request.headers
    gets_cookie = bool(response.cookies) or response.has_header("Set-Cookie")
    if sends_more or gets_cookie or is_signed_in(request):
        directives.pop("public", None)
        directives["private"] = ""
        return

    if directives.keys() & {"private", "no-store", "no-cache"}:
        directives.pop("public", None)
        return

    if request.method in {"GET", "HEAD"} and response.status_code in {200, 304}:
        directives["public"] = ""
        directives["s-maxage"] = "120"
    else:
        directives.pop("public", None)
        directives["no-cache"] = ""


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        patch_vary_headers(response, ("Cookie",))
        given = response.headers.get("Cache-Control", "")
        directives = {name.lower(): value for name, value in DIRECTIVE.findall(given)}
        change(directives, request, response)
        response.headers["Cache-Control"] = ", ".join(
            f"{name}={value}" if value else name for name, value in directives.items()
        )
        return response

    return middleware
