"""The version is read before the page, in a query of its own. If a post changes in between, and is
changed back later, the ETag fits again, and the browser keeps what was there for a moment.

Breaks: fresh
Fails: during
"""

from hashlib import md5

from django.db.models.functions import MD5
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag
from django.views.decorators.vary import vary_on_headers

from arena.discuss.models import Post

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")


def newest():
    return PUBLISHED.order_by("-published_at", "-pk")[:20]


def version(request):
    columns = "title", "author__username", "published_at", MD5("body")
    shown = get_language_from_request(request), list(newest().values_list(*columns))
    return md5(repr(shown).encode()).hexdigest()


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
@etag(version)
def home(request):
    with override(get_language_from_request(request)):
        rows = [
            (
                post.title,
                post.author.username,
                date_format(post.published_at),
                mark_safe(linebreaks(post.body, autoescape=True)),
            )
            for post in newest()
        ]
    posts = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    return HttpResponse(format_html("<h1>Newest posts</h1>{}", posts))
