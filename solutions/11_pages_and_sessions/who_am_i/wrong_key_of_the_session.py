"""The whole page under the session's cookie: after a log-out the cookie still finds Alice's page.

Breaks: own name
Fails: private
"""

from django.conf import settings
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
    def make():
        name = request.user.get_username() or "stranger"
        return format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest())

    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    return HttpResponse(cache.get_or_set(f"home:{session}", make, timeout=60))
