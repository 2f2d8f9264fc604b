"""Old HTML is shown while one visitor makes the new one, but never for over ten minutes."""

import time

from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post, Tag

FORM = (
    '<form method="post" action="/suggest/">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input name="tag"><button>Suggest a tag</button></form>'
)
KEY = "front-page-list"
FRESH = 60
OLDEST = 600


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def shared_list():
    found = cache.get(KEY)
    if found is not None:
        html, fresh_until = found
        if time.time() < fresh_until or not cache.add(KEY + "-busy", True, 30):
            return html
    made_at = time.time()
    html = newest()
    cache.set(KEY, (html, made_at + FRESH), OLDEST)
    return html


def home(request):
    posts = shared_list()
    form = format_html(FORM, get_token(request))
    response = HttpResponse(format_html("<ul>{}</ul>{}", posts, form))
    response["Cache-Control"] = "private, no-cache"
    return response


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
