"""Breaks not modified: the ETag is made of xmin, the version of each row. After a change of what
the page does not show (kept_likes of a post, last_login of its author) the answer is the whole
page, the same as before."""

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


VERSIONS = {
    "post_version": RawSQL('"discuss_post".xmin::text', (), TextField()),
    "author_version": RawSQL('"accounts_user".xmin::text', (), TextField()),
}


def etag_of(rows):
    return f'"{hashlib.sha256(repr(list(rows)).encode()).hexdigest()}"'


def check(request):
    rows = newest().annotate(author_name=F("author__username"), **VERSIONS)
    columns = "pk", "author_id", "post_version", "author_version"
    language = get_language_from_request(request)
    return etag_of([language, *rows.values_list(*columns, "author_name")])


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
    language = get_language_from_request(request)
    with override(language):
        posts = list(newest().annotate(**VERSIONS))
        response = HttpResponse(page_of(posts))
    rows = (
        (post.pk, post.author_id, post.post_version, post.author_version, post.author.username)
        for post in posts
    )
    response.headers["ETag"] = etag_of([language, *rows])
    return response
