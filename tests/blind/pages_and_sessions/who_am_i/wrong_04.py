"""WRONG (rule: page): rows are kept as lines of text, and a title that contains a line break (or another character that splitlines() takes for one) makes two wrong rows."""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post

LINES = "who_am_i:lines"


def rows():
    lines = cache.get(LINES)
    if lines is None:
        posts = Post.objects.filter(published_at__isnull=False).select_related("author")
        posts = posts.order_by("-published_at", "-pk")[:20]
        # Usernames have no spaces.
        lines = "\n".join(f"{post.author.username} {post.title}" for post in posts)
        cache.set(LINES, lines, 300)
    for line in lines.splitlines():
        author, _, title = line.partition(" ")
        yield title, author


def newest():
    return format_html_join("", "<li>{} by {}</li>", rows())


def home(request):
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("<p>Hello, {}!</p><ul>{}</ul>", name, newest()))
