"""not modified

It compares the whole header with the ETag: with several ETags, with a weak one (W/"...", as GZipMiddleware makes it) or with *
the answer is a page and not 304.
"""

import hashlib

from django.db.models.functions import MD5
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.http import HttpResponseNotModified
from django.views.decorators.vary import vary_on_headers

from arena.discuss.models import Post

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")


def newest():
    return PUBLISHED.annotate(
        title_md5=MD5("title"), author_md5=MD5("author__username"), body_md5=MD5("body")
    ).order_by("-published_at", "-pk")[:20]


def etag_of(request, posts):
    language = get_language_from_request(request)
    text = repr([language, [(date.date().isoformat(), *hashes) for date, *hashes in posts]])
    return f'"{hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}"'


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
def home(request):
    hashes = newest().values_list("published_at", "title_md5", "author_md5", "body_md5")
    etag = etag_of(request, hashes)
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
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
        request, [(post.published_at, post.title_md5, post.author_md5, post.body_md5) for post in posts]
    )
    return response
