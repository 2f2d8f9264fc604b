"""The strangers' page is cached, and its word replaced by the name: everywhere, and unescaped.

A post with that word in its title changes as well. And a name can put a script into the page.

Breaks: page
Fails: odd
"""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def page():
    return str(format_html("<p>Hello, {}!</p><ul>{}</ul>", "stranger", newest()))


def home(request):
    text = cache.get_or_set("home", page, timeout=60)
    if request.user.is_authenticated:
        text = text.replace("stranger", request.user.get_username())
    return HttpResponse(text)
