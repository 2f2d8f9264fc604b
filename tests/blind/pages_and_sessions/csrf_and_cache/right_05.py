"""The whole page is shared, with a placeholder that no escaped title or name can contain."""

from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from arena.discuss.models import Post, Tag

FORM = (
    '<form method="post" action="/suggest/">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input name="tag"><button>Suggest a tag</button></form>'
)
# In titles and names "<" has become "&lt;", so this stands only where page() puts it.
PLACEHOLDER = "<csrf-token>"


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def page():
    form = format_html(FORM, mark_safe(PLACEHOLDER))
    return str(format_html("<ul>{}</ul>{}", newest(), form))


def home(request):
    html = cache.get_or_set("front-page", page, 120)
    return HttpResponse(html.replace(PLACEHOLDER, get_token(request)))


def suggest(request):
    Tag.objects.get_or_create(name=request.POST["tag"])
    return redirect("/")
