"""The key is made of the name as a slug: Bob is greeted as bob if bob was there before.

slugify() makes one text of several names. Two names need two keys.

Breaks: own name
Fails: alike
"""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.text import slugify

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

    return HttpResponse(cache.get_or_set(f"home:{slugify(name)}", make, timeout=60))
