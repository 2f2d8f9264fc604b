"""fresh

The ETag is of the posts' own columns. The page shows the author's name too: after a username is changed, browsers still get 304
and keep the old name.
"""

import hashlib

from django.db.models.functions import MD5
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


def newest():
    return PUBLISHED.annotate(title_md5=MD5("title"), body_md5=MD5("body")).order_by("-published_at", "-pk")[:20]


def etag_of(request, posts):
    language = get_language_from_request(request)
    text = repr([language, [(pk, date.isoformat(), *hashes) for pk, date, *hashes in posts]])
    return f'"{hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}"'


def current_etag(request):
    return etag_of(request, newest().values_list("author_id", "published_at", "title_md5", "body_md5"))


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
@condition(etag_func=current_etag)
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
    response = HttpResponse(format_html("<h1>Newest posts</h1>{}", html))
    response["ETag"] = etag_of(
        request, [(post.author_id, post.published_at, post.title_md5, post.body_md5) for post in posts]
    )
    return response
