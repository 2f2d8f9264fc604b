"""MiddlewareMixin with process_response(), and Django's own storage with a hash in each name."""

from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 10 * 60


class cache_headers(MiddlewareMixin):  # noqa: N801
    def process_response(self, request, response):
        words = [word.strip() for word in response.get("Cache-Control", "").lower().split(",")]
        # Field names, as in private="x-name", narrow a directive: kept as they are.
        own = [w for w in words if w.startswith(("private", "no-store", "no-cache"))]
        shared = not own and not self.knows(request) and not response.cookies
        if not shared:
            # Without a view's own words it is a page for one visitor.
            narrow = any(w in ("private", "no-store") for w in own)
            if not narrow and (self.knows(request) or response.cookies):
                own.append("private")
            header = [*own, "max-age=0"]
        elif response.status_code >= 400:
            header = ["max-age=60", "s-maxage=60"]
        elif response.status_code == 200 and request.method == "GET":
            header = ["public", "max-age=0", "s-maxage=60", "proxy-revalidate"]
        else:
            header = ["private", "max-age=0"]
        response["Cache-Control"] = ", ".join(header)
        patch_vary_headers(response, ("Cookie",))
        return response

    def knows(self, request):
        """Return whether the response may be for this visitor only."""
        if request.COOKIES or request.META.get("HTTP_AUTHORIZATION"):
            return True
        return hasattr(request, "user") and request.user.is_authenticated
