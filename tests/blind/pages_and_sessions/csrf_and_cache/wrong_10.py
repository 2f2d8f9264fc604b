"""Breaks "own token": the stored response has the first visitor's token and cookie. The form works
for everybody, since all get both.
"""

from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.views.decorators.csrf import csrf_protect

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


@csrf_protect
def page(request):
    form = format_html(FORM, get_token(request))
    return HttpResponse(format_html("<ul>{}</ul>{}", newest(), form))


def home(request):
    response = cache.get("front-page")
    if response is None:
        response = page(request)
        cache.set("front-page", response, 60)
    return response


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
