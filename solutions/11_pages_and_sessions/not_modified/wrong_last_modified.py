"""Last-Modified in the place of an ETag.

Breaks: headers
Fails: answer
"""

from django.db.models import Max
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import last_modified
from django.views.decorators.vary import vary_on_headers

from arena.discuss.models import Post

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")


def newest():
    return PUBLISHED.order_by("-published_at", "-pk")[:20]


def newest_date(request):
    return PUBLISHED.aggregate(date=Max("published_at"))["date"]


@cache_control(no_cache=True)
@vary_on_headers("Accept-Language", "Cookie")
@last_modified(newest_date)
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
