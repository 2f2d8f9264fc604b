"""The cached page has a gap, made of a sign that no escaped text can contain."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html_join
from django.views.decorators.cache import cache_page

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


GAP = "<>"


@cache_page(60)
def shared(request):
    form = FORM.format(GAP)
    return HttpResponse(f"<ul>{newest()}</ul>{form}")


def home(request):
    response = shared(request)
    response.content = response.content.replace(GAP.encode(), get_token(request).encode())
    return response


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
