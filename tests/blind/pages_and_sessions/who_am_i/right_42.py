"""Caches the whole page of those who are not logged in; everybody else gets a page made for them."""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.views.decorators.vary import vary_on_cookie

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


STRANGERS_PAGE = "front-page:stranger"
SECONDS = 60


def page(name):
    return str(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()))


@vary_on_cookie
def home(request):
    if request.user.is_authenticated:
        return HttpResponse(page(request.user.get_username() or "stranger"))
    content = cache.get(STRANGERS_PAGE)
    if content is None:
        content = page("stranger")
        cache.set(STRANGERS_PAGE, content, SECONDS)
    return HttpResponse(content)
