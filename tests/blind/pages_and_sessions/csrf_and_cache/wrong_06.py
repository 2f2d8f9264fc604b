"""Breaks "age": each visit touches the key, so that a page that is often seen never gets new."""

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
KEY = "front-page"


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def shared_list():
    html = cache.get(KEY)
    if html is None:
        html = newest()
        cache.set(KEY, html, 300)
    else:
        cache.touch(KEY, 300)
    return html


def home(request):
    form = format_html(FORM, get_token(request))
    return HttpResponse(format_html("<ul>{}</ul>{}", shared_list(), form))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
