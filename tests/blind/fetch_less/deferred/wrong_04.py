"""WRONG: text ("at most the first 100 characters"). It fetches 101 of them, and cuts the last off in Python."""

from django.db.models.functions import Left

from arena.discuss.models import Post


def card(post):
    return {
        "title": post.title,
        "teaser": post.beginning[:100],
        "kept_likes": post.kept_likes,
        "edited": post.editor_id is not None,
    }


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = posts.annotate(beginning=Left("body", 101)).only("title", "kept_likes", "editor")
    return [card(post) for post in posts[:limit]]
