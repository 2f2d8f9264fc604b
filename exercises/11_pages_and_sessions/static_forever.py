"""Visitors see Arena's old logo, and the CDN shows Bob Alice's page.

WhiteNoise serves the static files, and the middleware cache_headers() comes next. Names in capitals
are settings.

Say who may store which response, for how long.

Rules:
- hash: a static file's URL has a hash of its content, and is stored for a year or more, as
  immutable.
- no hash: its own name still works, stored for at most an hour.
- shared: a CDN stores a page (GET without cookies, status 200) for 1 to 300 seconds.
- vary: its Vary names Cookie, beside what the view names.
- browsers: ask for every page on each visit.
- personal: private or no-store, without s-maxage, if a visitor is signed in or a cookie is set.
- errors: Cache-Control limits every cache to a minute.
- own: a view's private, no-store or no-cache stays, without s-maxage.
"""

from django.utils.cache import patch_cache_control

STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_MAX_AGE = 31_536_000  # seconds


def cache_headers(get_response):
    def middleware(request):
        response = get_response(request)
        # TODO: every cache stores every response, no matter who asks and what has happened.
        patch_cache_control(response, public=True, max_age=300)
        return response

    return middleware
