"""Breaks "page".

The page is cached with a fixed word in the token's place, and each one is replaced: a post with the title "CSRF_TOKEN" shows the
visitor's token instead of its title.
"""

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


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


PLACEHOLDER = "CSRF_TOKEN"


def page():
    return format_html("<ul>{}</ul>{}", newest(), format_html(FORM, PLACEHOLDER))


def home(request):
    html = cache.get_or_set("home", page, 60)
    return HttpResponse(html.replace(PLACEHOLDER, get_token(request)))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
