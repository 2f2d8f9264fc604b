"""only() names every field that the card reads: the whole text as well.

Breaks: text
Fails: text
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
    posts = posts.only("title", "body", "kept_likes", "editor")
    return [card(post) for post in posts[:limit]]
