"""Django's condition() asks for a digest; the view replaces its ETag by that of the rows it has really shown.
"""

import hashlib

from django.db.models import TextField
from django.db.models.functions import MD5, Cast, JSONArray
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from django.views.decorators.vary import vary_on_headers

from arena.discuss.models import Post

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")
TEXTS = JSONArray("title", "author__username", "body")


def newest():
    """Return the newest posts, each with a digest that the database makes of all its texts."""
    posts = PUBLISHED.annotate(digest=MD5(Cast(TEXTS, TextField())))
    return posts.order_by("-published_at", "-pk")[:20]


def fingerprint(pairs):
    lines = [f"{date_format(published_at)}\n{digest}\n" for published_at, digest in pairs]
    return '"' + hashlib.blake2b("".join(lines).encode(), digest_size=16).hexdigest() + '"'


def current(request):
    """Return the ETag that the page would have now."""
    with override(get_language_from_request(request)):
        return fingerprint(newest().values_list("published_at", "digest"))


@condition(etag_func=current)
def conditional(request):
    # A post that is changed between the two statements changes page and ETag together.
    return page(request)


def page(request):
    with override(get_language_from_request(request)):
        found = list(newest())
        rows = [
            (
                post.title,
                post.author.username,
                date_format(post.published_at),
                mark_safe(linebreaks(post.body, autoescape=True)),
            )
            for post in found
        ]
        etag = fingerprint((post.published_at, post.digest) for post in found)
    posts = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    headers = {"ETag": etag} if request.method == "GET" else {}
    return HttpResponse(format_html("<h1>Newest posts</h1>{}", posts), headers=headers)


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
def home(request):
    return conditional(request) if request.method == "GET" else page(request)
