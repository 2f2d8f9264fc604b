"""The gap is random, and each process has another: it does not find that of the page in the cache.

Breaks: form
Fails: form
"""

from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
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


GAP = get_random_string(64)


def make():
    return format_html("<ul>{}</ul>{}", newest(), format_html(FORM, GAP))


def home(request):
    page = cache.get_or_set("home", make, 60)
    return HttpResponse(page.replace(GAP, get_token(request)))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
