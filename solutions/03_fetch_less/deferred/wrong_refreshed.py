"""Fetches the missing fields together: one query for each post instead of three.

Breaks: queries
Fails: queries
"""

from arena.discuss.models import Post


def card(post):
    return {
        "title": post.title,
        "teaser": post.body[:100],
        "kept_likes": post.kept_likes,
        "edited": post.editor_id is not None,
    }


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = []
    for post in posts.only("title")[:limit]:
        post.refresh_from_db(fields=["body", "kept_likes", "editor"])
        rows.append(card(post))
    return rows
