"""The database cuts the text, and values() fetches nothing but what a card shows."""

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
    posts = posts.annotate(teaser=Left("body", 100))
    return [card(post) for post in posts.values("title", "teaser", "kept_likes", "editor_id")[:limit]]
