"""rows

A limit of 0 is taken for no limit, and becomes 50. It shows with cards(0), or cards(limit=0): "at most
`limit`" posts are none.
"""

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
    limit = limit or 50
    shown = posts.annotate(teaser=Left("body", 100))
    return [card(post) for post in shown.values("title", "teaser", "kept_likes", "editor_id")[:limit]]
