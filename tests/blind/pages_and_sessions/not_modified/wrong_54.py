"""not modified

Python's hash() of texts is another one in each process: the ETag from one server never matches on the next, nor after a restart,
so there the answer is a page although nothing has changed.
"""

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
    return PUBLISHED.annotate(
        title_md5=MD5("title"), author_md5=MD5("author__username"), body_md5=MD5("body")
    ).order_by("-published_at", "-pk")[:20]


def etag_of(request, posts):
    key = (get_language_from_request(request), tuple((date.date(), *hashes) for date, *hashes in posts))
    return f'"{hash(key):x}"'


def current_etag(request):
    return etag_of(request, newest().values_list("published_at", "title_md5", "author_md5", "body_md5"))


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
        request, [(post.published_at, post.title_md5, post.author_md5, post.body_md5) for post in posts]
    )
    return response
