"""RIGHT: compressed bytes with the time they were made at; whoever finds old ones makes new ones."""

import time
import zlib
from typing import NamedTuple

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.html import format_html, format_html_join

from arena.discuss.models import Post

KEY = "who_am_i:compressed"
SECONDS = 20 * 60


class Kept(NamedTuple):
    """A list of posts, and when it was made."""

    made_at: float
    html: bytes

    @property
    def is_fresh(self):
        return 0 <= time.time() - self.made_at < SECONDS


def newest():
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    posts = published.order_by("-published_at", "-pk")[:20]
    rows = ((post.title, post.author.username) for post in posts)
    return format_html_join("", "<li>{} by {}</li>", rows)


def tail():
    kept = cache.get(KEY)
    if kept is not None:
        kept = Kept(*kept)
    if kept is None or not kept.is_fresh:
        made_at = time.time()
        kept = Kept(made_at, zlib.compress(f"<ul>{newest()}</ul>".encode()))
        cache.set(KEY, tuple(kept), SECONDS)
    return zlib.decompress(kept.html)


def home(request):
    name = request.user.get_username() or "stranger"
    return HttpResponse(format_html("<p>Hello, {}!</p>", name).encode() + tail())
