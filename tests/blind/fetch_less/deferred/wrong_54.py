"""text: the list is cut in Python, after the query, so the beginnings of all posts' texts are fetched.

With more published posts than the limit, texts of posts come that are not shown.
"""

from django.db.models import F
from django.db.models.functions import Left

from arena.discuss.models import Post


def card(post):
    return {
        "title": post["title"],
        "teaser": post["teaser"],
        "kept_likes": post["kept_likes"],
        "edited": post["editor"] is not None,
    }


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).values("title", "kept_likes", "editor", teaser=Left(F("body"), 100))
    newest = list(posts.order_by("-published_at", "-pk"))
    return [card(post) for post in newest[:limit]]
