"""WRONG (rule: age): every visit prolongs the cached list: on a busy site it is never made anew."""

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
    posts = cache.get("home:posts")
    if posts is None:
        posts = newest()
        cache.set("home:posts", posts, timeout=60)
    else:
        cache.touch("home:posts", timeout=60)
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, posts))
