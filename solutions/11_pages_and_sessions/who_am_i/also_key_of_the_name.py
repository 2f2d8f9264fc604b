"""The whole page, under the name that it shows: a new name has a new key, strangers share one."""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def home(request):
    name = request.user.get_username() or "stranger"

    def make():
        return format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest())

    return HttpResponse(cache.get_or_set(f"home:{name}", make, timeout=60))
