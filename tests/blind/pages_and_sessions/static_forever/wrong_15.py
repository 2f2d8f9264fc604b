"""Breaks errors: an error that has a Cache-Control of its own (a view that is decorated with
cache_control(max_age=86400) and returns a 404 or 503) keeps it, and is stored for a day."""

import posixpath
import re

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.cache import cc_delim_re, patch_cache_control, patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
WHITENOISE_MAX_AGE = 3600  # seconds



def directives_of(response):
    """Return the names and the texts of the directives that a view has set."""
    parts = re.findall(r"(?:[^,\"]|\"[^\"]*\")+", response.headers.get("Cache-Control", ""))
    return {part.partition("=")[0].strip().lower(): part.strip() for part in parts}


def is_personal(request, response):
    if request.COOKIES or "Authorization" in request.headers:
        return True
    if response.cookies or response.has_header("Set-Cookie"):
        return True
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        patch_vary_headers(response, ["Cookie"])
        if response.status_code >= 400:
            if not response.has_header("Cache-Control"):
                patch_cache_control(response, private=True, max_age=30)
            return response
        given = directives_of(response)
        own = [given[name] for name in ("private", "no-store", "no-cache") if name in given]
        is_page = request.method in {"GET", "HEAD"} and response.status_code in {200, 304}
        if own:
            parts = own
        elif is_page and not is_personal(request, response):
            parts = ["public", "s-maxage=60"]
        else:
            parts = ["private"]
        if is_personal(request, response) and not {"private", "no-store"} & set(given):
            parts = ["private", *(part for part in parts if part != "private")]
        response.headers["Cache-Control"] = ", ".join([*parts, "max-age=0", "must-revalidate"])
        return response

    return middleware
