"""Breaks hash: the name has no hash of the content, but of size and time. Two servers that got the files
at different times have different URLs, and a file that is replaced by one of the same size and time
(as from a reproducible build) keeps its URL, as immutable."""

import hashlib
import re

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.utils.cache import cc_delim_re, patch_cache_control, patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": f"{__name__}.QuickManifestStorage"}
}
WHITENOISE_MAX_AGE = 3600  # seconds


class QuickManifestStorage(ManifestStaticFilesStorage):
    """Need not read big files to hash them."""

    def file_hash(self, name, content=None):
        if content is None or name is None:
            return super().file_hash(name, content)
        try:
            changed = int(self.get_modified_time(name.split("?")[0].split("#")[0]).timestamp())
        except (OSError, NotImplementedError):
            changed = 0
        text = f"{name} {content.size} {changed}"
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:12]


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

