"""text: only() names body, so the whole text of each post is fetched.

With texts longer than 100 characters, everything after them comes too and is thrown away by card().
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
    return [card(post) for post in posts.only("title", "body", "kept_likes", "editor")[:limit]]
