"""own token: the page with the token and Set-Cookie says max-age=60, and not private.
Shows with a CDN or proxy: all visitors who come without cookies within a minute get the first one's page
and csrftoken. And a browser that has signed in shows its copy with the old token: 403.
"""

from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.cache import patch_response_headers
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from arena.discuss.models import Post, Tag

FORM = (
    '<form method="post" action="/suggest/">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input name="tag"><button>Suggest a tag</button></form>'
)


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def home(request):
    posts = mark_safe(cache.get_or_set("home.newest", newest, 60))
    form = format_html(FORM, get_token(request))
    response = HttpResponse(format_html("<ul>{}</ul>{}", posts, form))
    patch_response_headers(response, 60)  # as cache_page did
    return response


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
