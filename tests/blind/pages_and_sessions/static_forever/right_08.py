"""match on what is known of a response, and a shorter s-maxage of the view stays."""

import re

from django.utils.cache import patch_vary_headers

STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
WHITENOISE_MAX_AGE = 3600  # seconds, for names without a hash; the others are immutable
LONGEST = 300


def is_known(request):
    if request.COOKIES or "Authorization" in request.headers:
        return True
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def shared_seconds(header):
    """Return the view's s-maxage if it is from 1 to 300, else 300."""
    found = re.search(r"(?:^|,)\s*s-maxage=(\d+)", header, re.IGNORECASE)
    seconds = int(found[1]) if found else LONGEST
    return seconds if 1 <= seconds <= LONGEST else LONGEST


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        header = response.get("Cache-Control", "")
        names = {field.partition("=")[0].strip().lower() for field in header.split(",")}
        own = sorted(names & {"private", "no-store", "no-cache"})
        is_page = request.method == "GET" and response.status_code in (200, 304)
        match (bool(response.cookies) or is_known(request), own, response.status_code >= 400):
            case (True, _, _):
                value = ", ".join(sorted({"private", "no-cache", *own}))
            case (False, [_, *_], _):
                value = ", ".join([*own, "max-age=0"])
            case (False, [], True):
                value = "max-age=30"
            case _ if is_page:
                value = f"public, max-age=0, s-maxage={shared_seconds(header)}"
            case _:
                value = "private, no-cache"
        response["Cache-Control"] = value
        patch_vary_headers(response, ("Cookie",))
        return response

    return middleware
