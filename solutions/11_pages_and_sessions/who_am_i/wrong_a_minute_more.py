"""A list that is about to expire gets a minute more, so that no visitor has to wait for the query.

On a busy site each minute ends with a visit, and the list stays for as long as they come.

Breaks: age
Fails: renewed
"""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.timezone import now

from arena.discuss.models import Post

KEY = "newest_posts"


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def cached():
    posts, end = cache.get(KEY, (None, 0))
    seconds = now().timestamp()
    if posts is None:
        posts, end = newest(), 0
    if end < seconds + 10:
        cache.set(KEY, (posts, seconds + 60), timeout=60)
    return posts


def home(request):
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, cached()))
