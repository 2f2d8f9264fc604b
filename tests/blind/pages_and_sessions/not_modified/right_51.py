"""The ETag is a hash of the language and of the posts' MD5s, which the database computes; a page takes it from the rows that it shows."""

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
# Change it when the HTML below changes.
VERSION = "1"


def newest():
    return PUBLISHED.order_by("-published_at", "-pk")[:20]


def hashed():
    """Return the newest posts with the hash of each text that the page shows."""
    return PUBLISHED.annotate(
        title_md5=MD5("title"), author_md5=MD5("author__username"), body_md5=MD5("body")
    ).order_by("-published_at", "-pk")


def etag_of(language, shown):
    """Return the ETag for rows of a date and three hashes."""
    with override(language):
        lines = [" ".join([date_format(date), *hashes]) for date, *hashes in shown]
    text = "\n".join([VERSION, language, *lines])
    return f'"{hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}"'


def current_etag(request):
    if request.method != "GET":
        return None
    columns = "published_at", "title_md5", "author_md5", "body_md5"
    return etag_of(get_language_from_request(request), hashed().values_list(*columns)[:20])


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
@condition(etag_func=current_etag)
def home(request):
    language = get_language_from_request(request)
    posts = list(hashed()[:20])
    with override(language):
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
    if request.method == "GET":
        # condition() keeps it. It is of the posts of this page, even if they have changed since it asked.
        response["ETag"] = etag_of(
            language,
            [(post.published_at, post.title_md5, post.author_md5, post.body_md5) for post in posts],
        )
    return response
