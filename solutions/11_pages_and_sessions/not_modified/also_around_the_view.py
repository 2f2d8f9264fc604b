"""The headers are set around the view, so that they are on a 304 too; the ETag is a weak one."""

from hashlib import md5

from django.db.models.functions import MD5
from django.http import HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import etag

from arena.discuss.models import Post

PUBLISHED = Post.objects.filter(published_at__isnull=False).select_related("author")


def newest():
    return PUBLISHED.order_by("-published_at", "-pk")[:20]


def version(request):
    columns = "title", "author__username", "published_at", MD5("body")
    shown = get_language_from_request(request), list(newest().values_list(*columns))
    return f'W/"{md5(repr(shown).encode()).hexdigest()}"'


@etag(version)
def page(request):
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


def home(request):
    response = page(request)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    patch_cache_control(response, no_cache=True)
    return response
