"""Breaks own token: visitors who come without a cookie all get the secret of the first of them, from the
cache. The tokens look different, since each is masked anew, and all forms work."""

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



def first_page(request):
    get_token(request)
    return newest(), request.META["CSRF_COOKIE"]


def home(request):
    posts, secret = cache.get_or_set("front-page", lambda: first_page(request), 60)
    request.META.setdefault("CSRF_COOKIE", secret)
    form = format_html(FORM, get_token(request))
    return HttpResponse(format_html("<ul>{}</ul>{}", mark_safe(posts), form))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
