"""Nothing is cached, so nothing is mixed up, and every stranger is a query again.

Breaks: shared
Fails: shared
"""

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
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()))
