"""rows

The likes are counted instead of read from the copy. It shows with a post whose kept_likes is not the
number of its likes, which nothing in Arena ensures: the card has another number than before.
"""

from django.db.models import Count
from django.db.models.functions import Left

from arena.discuss.models import Post


def card(post):
    return {
        "title": post["title"],
        "teaser": post["teaser"],
        "kept_likes": post["likes_now"],
        "edited": post["editor_id"] is not None,
    }


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = posts.annotate(teaser=Left("body", 100), likes_now=Count("likes"))
    return [card(post) for post in shown.values("title", "teaser", "likes_now", "editor_id")[:limit]]
