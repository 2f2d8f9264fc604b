"""The whole page is cached with a random mark in the token's place, one that is nowhere else in the page, and the mark next to it."""

from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.utils.html import format_html, format_html_join
from django.views.decorators.cache import never_cache
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


def shared_page():
    """Return the page without a token, and the mark that stands for it."""
    stored = cache.get("arena.home")
    if stored:
        return stored
    posts = newest()
    mark = get_random_string(40)
    while mark in posts:
        mark = get_random_string(40)
    stored = str(format_html("<ul>{}</ul>{}", posts, format_html(FORM, mark))), mark
    cache.set("arena.home", stored, timeout=120)
    return stored


@never_cache
@csrf_protect
def home(request):
    page, mark = shared_page()
    return HttpResponse(page.replace(mark, get_token(request), 1))


@csrf_protect
def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
