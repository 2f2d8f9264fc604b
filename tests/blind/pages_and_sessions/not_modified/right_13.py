"""One SHA-256 for each row, of a JSON array, selected together with the texts or alone."""

import hashlib

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from django.views.decorators.vary import vary_on_headers
from django.db.models import F, Func, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import MD5, Concat

from arena.discuss.models import Post

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")


def newest():
    return PUBLISHED.order_by("-published_at", "-pk")[:20]


class RowHash(Func):
    template = (
        "encode(sha256(convert_to(jsonb_build_array(%(expressions)s)::text, 'UTF8')), 'hex')"
    )
    output_field = TextField()


HASHED = PUBLISHED.annotate(row_hash=RowHash("title", "author__username", "body"))
HASHED = HASHED.order_by("-published_at", "-pk")


class Version:
    """What the page shows, without the texts."""

    def __init__(self):
        self.lines = []

    def add(self, row_hash, published_at):
        self.lines.append(f"{row_hash}|{date_format(published_at)}")

    def etag(self):
        return '"%s"' % hashlib.sha256("\n".join(self.lines).encode()).hexdigest()


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
def home(request):
    with override(get_language_from_request(request)):
        if request.method == "GET" and "If-None-Match" in request.headers:
            version = Version()
            for row in HASHED.values("row_hash", "published_at")[:20]:
                version.add(**row)
            response = get_conditional_response(request, etag=version.etag())
            if response is not None:
                response.headers["ETag"] = version.etag()
                return response

        version, rows = Version(), []
        for post in HASHED[:20]:
            version.add(post.row_hash, post.published_at)
            body = mark_safe(linebreaks(post.body, autoescape=True))
            day = date_format(post.published_at)
            rows.append((post.title, post.author.username, day, body))
    posts = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    response = HttpResponse(format_html("<h1>Newest posts</h1>{}", posts))
    if request.method == "GET":
        response.headers["ETag"] = version.etag()
    return response
