"""The whole page under the number of the account: after a change of name it greets the old one.

The key says whose page it is. It has to say what the page shows: the name is not the number.

Breaks: own name
Fails: private
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


def home(request):
    def make():
        name = request.user.get_username() or "stranger"
        return format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest())

    return HttpResponse(cache.get_or_set(f"home:{request.user.pk}", make, timeout=60))
