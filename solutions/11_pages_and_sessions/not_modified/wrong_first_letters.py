"""The version has two letters of the language: British dates look different from American ones.

Breaks: language
Fails: language
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


def hashed(text):
    """Do what PostgreSQL's MD5 does."""
    return md5(text.encode()).hexdigest()


def version(request, posts=None):
    if posts is None:
        rows = list(newest().values_list("title", "author__username", "published_at", MD5("body")))
    else:
        rows = [
            (post.title, post.author.username, post.published_at, hashed(post.body))
            for post in posts
        ]
    shown = get_language_from_request(request)[:2], rows
    return f'"{hashed(repr(shown))}"'


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
@etag(version)
def home(request):
    posts = list(newest())
    with override(get_language_from_request(request)):
        rows = [
            (
                post.title,
                post.author.username,
                date_format(post.published_at),
                mark_safe(linebreaks(post.body, autoescape=True)),
            )
            for post in posts
        ]
    html = format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    page = format_html("<h1>Newest posts</h1>{}", html)
    return HttpResponse(page, headers={"ETag": version(request, posts)})
