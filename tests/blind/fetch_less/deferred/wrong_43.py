"""text

It reads a server-side cursor until the page is full, in blocks of 100 rows. It shows with a limit below
100 and more published posts: the beginnings of texts that are not shown are fetched, too.
"""

from itertools import islice

from django.db.models.functions import Left

from arena.discuss.models import Post


def card(post):
    return {
        "title": post["title"],
        "teaser": post["teaser"],
        "kept_likes": post["kept_likes"],
        "edited": post["editor_id"] is not None,
    }


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = posts.annotate(teaser=Left("body", 100))
    rows = shown.values("title", "teaser", "kept_likes", "editor_id").iterator(chunk_size=100)
    return [card(post) for post in islice(rows, limit)]
