"""Breaks fresh: title and body are hashed as one string without a separator, so when a word moves
from the end of the title to the start of the body, the ETag stays, and the answer is 304."""

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


def with_hash(posts):
    texts = Concat("author__username", "title", "body", output_field=TextField())
    return posts.annotate(texts_hash=MD5(texts))


def etag_of(pairs):
    digest = hashlib.sha256()
    for texts_hash, published_at in pairs:
        digest.update(f"{texts_hash} {date_format(published_at)}\n".encode())
    return f'"{digest.hexdigest()[:40]}"'


def check(request):
    with override(get_language_from_request(request)):
        return etag_of(with_hash(newest()).values_list("texts_hash", "published_at"))


def page_of(posts):
    rows = [
        (
            post.title,
            post.author.username,
            date_format(post.published_at),
            mark_safe(linebreaks(post.body, autoescape=True)),
        )
        for post in posts
    ]
    return format_html(
        "<h1>Newest posts</h1>{}", format_html_join("", "<h2>{}</h2><p>{}, {}</p>{}", rows)
    )


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
@condition(etag_func=check)
def home(request):
    with override(get_language_from_request(request)):
        posts = list(with_hash(newest()))
        response = HttpResponse(page_of(posts))
        response.headers["ETag"] = etag_of(
            (post.texts_hash, post.published_at) for post in posts
        )
    return response
