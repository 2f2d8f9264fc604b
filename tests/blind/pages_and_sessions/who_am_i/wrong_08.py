"""WRONG (limit: shared): an empty list is taken for one that is not kept: while no post is published, every visitor asks a query."""

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
    posts = cache.get("who_am_i:newest")
    if not posts:
        posts = newest()
        cache.set("who_am_i:newest", posts, 60)
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, posts))
