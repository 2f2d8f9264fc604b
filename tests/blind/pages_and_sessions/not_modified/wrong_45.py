"""language: of the language only the first two letters are in the ETag.
Shows when a browser (or the cookie) changes from en to en-gb: dates are written in another way ("3 Nov
2026", not "Nov. 3, 2026"), and it gets 304.
"""

import json
from hashlib import sha256

from django.db.models.functions import MD5
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers

from arena.discuss.models import Post

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")
SHOWN = ["title", "author__username", "body"]
DIGESTS = [MD5(field) for field in SHOWN]


def newest(*columns):
    return PUBLISHED.order_by("-published_at", "-pk").values_list(*columns)[:20]


def etag_of(parts):
    """Return the ETag for days and digests in the active language."""
    seen = [(f"{published_at:%Y-%m-%d}", *digests) for published_at, *digests in parts]
    seen.append(get_language()[:2])
    return f'"{sha256(json.dumps(seen).encode()).hexdigest()}"'


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
def home(request):
    with override(get_language_from_request(request)):
        if request.method == "GET" and "If-None-Match" in request.headers:
            etag = etag_of(newest("published_at", *DIGESTS))
            response = get_conditional_response(request, etag=etag)
            if response is not None:
                if response.status_code == 304:
                    response["ETag"] = etag
                return response
        # Somebody may have changed a post meanwhile, so this statement has its own digests.
        posts = list(newest("published_at", *SHOWN, *DIGESTS))
        etag = etag_of((row[0], *row[4:]) for row in posts)
        rows = [
            (
                title,
                username,
                date_format(published_at),
                mark_safe(linebreaks(body, autoescape=True)),
            )
            for published_at, title, username, body, *digests in posts
        ]
    html = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    response = HttpResponse(format_html("<h1>Newest posts</h1>{}", html))
    if request.method != "GET":
        return response
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
