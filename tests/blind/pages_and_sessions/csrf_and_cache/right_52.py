"""The page is cached in two plain strings, what is before the token and what is after it, and the token is put between them."""

from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html_join
from django.views.decorators.cache import cache_control

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


KEY = "front-page-around-the-token"
SECONDS = 60


def around_the_token():
    before, after = FORM.split("{}")
    return f"<ul>{newest()}</ul>{before}", after


@cache_control(private=True, no_cache=True)
def home(request):
    parts = cache.get(KEY)
    if parts is None:
        parts = around_the_token()
        cache.set(KEY, parts, SECONDS)
    before, after = parts
    # A token is letters and digits: nothing to escape.
    return HttpResponse(before + get_token(request) + after)


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
