"""Right: one whole page in the cache for all who are not logged in; for the others, the page is made anew each time."""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def page(name):
    return format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()).encode()


def home(request):
    if request.user.is_authenticated:
        return HttpResponse(page(request.user.get_username() or "stranger"))
    shared = cache.get("home:stranger")
    if shared is None:
        shared = page("stranger")
        cache.set("home:stranger", shared, timeout=60)
    return HttpResponse(shared)
