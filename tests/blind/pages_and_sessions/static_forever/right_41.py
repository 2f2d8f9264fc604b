"""Django's manifest names the files, and Cache-Control of a page is written anew for each cache that may store it.
"""

import re

from django.utils.cache import patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
WHITENOISE_MAX_AGE = 600  # seconds, for names without a hash; WhiteNoise knows those with one

SHARED = 60  # seconds
DIRECTIVE = re.compile(r'([\w-]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,]*))?')
OWN = {"private", "no-store", "no-cache"}


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        patch_vary_headers(response, ["Cookie"])
        own = [
            match.group()
            for match in DIRECTIVE.finditer(response.get("Cache-Control", ""))
            if match[1].lower() in OWN
        ]
        if is_personal(request, response):
            if not {"private", "no-store"} & {directive.lower() for directive in own}:
                own.append("private")
            own.append("max-age=0")
        elif own:
            own.append("max-age=0")
        elif request.method not in ("GET", "HEAD"):
            own = ["private", "max-age=0"]
        elif response.status_code in (200, 304):
            own = ["max-age=0", f"s-maxage={SHARED}"]
        elif response.status_code >= 400:
            own = ["max-age=0", "s-maxage=5"]
        else:
            own = ["no-cache"]
        response.headers["Cache-Control"] = ", ".join(own)
        return response

    return middleware


def is_personal(request, response):
    """Tell whether this answer is, or may be, for one visitor only."""
    if request.COOKIES or any(map(request.headers.get, ["Cookie", "Authorization"])):
        return True
    if response.cookies or response.has_header("Set-Cookie"):
        return True
    # Without a cookie this needs no query. Middleware or a view may know the visitor otherwise.
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
