"""A page is cached for 45 minutes, with a list that was cached for up to 45 minutes before.

Each key expires in time. What visitors see is up to 90 minutes old: the ages add up.

Breaks: age
Fails: renewed
"""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post

TIMEOUT = 45 * 60


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def home(request):
    name = request.user.get_username() or "stranger"

    def make():
        posts = cache.get_or_set("newest_posts", newest, timeout=TIMEOUT)
        return format_html("<p>Hello, {}!</p><ul>{}</ul>", name, posts)

    return HttpResponse(cache.get_or_set(f"home:{name}", make, timeout=TIMEOUT))
