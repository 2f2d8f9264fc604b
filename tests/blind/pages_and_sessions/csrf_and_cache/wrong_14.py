"""Breaks page: the whole page is cached as a format string, so braces in a title or a name count: {}
becomes the token, {0} too, and a lonely { is an error."""

import time
from functools import lru_cache
from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseForbidden
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import Context, Engine
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.cache import cache_control, cache_page
from django.views.decorators.csrf import csrf_exempt, csrf_protect

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



def skeleton():
    return f"<ul>{newest()}</ul>{FORM}"


def home(request):
    page = cache.get_or_set("front-page", skeleton, 60)
    return HttpResponse(format_html(page, get_token(request)))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
