"""cache_page moves to an inner view that knows nothing of the visitor."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
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


@cache_page(60)
def shared_part(request):
    return HttpResponse(format_html("<ul>{}</ul>", newest()))


def home(request):
    form = format_html(FORM, get_token(request))
    return HttpResponse(shared_part(request).content + form.encode())


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
