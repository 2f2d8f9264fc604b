"""text: the annotation comes in addition to all columns of the post, and body is one of them.

Without only(), defer() or values(), each query still fetches the whole texts, as any text of more than 100 characters shows.
"""

from django.db.models.functions import Left

from arena.discuss.models import Post


def card(post):
    return {
        "title": post.title,
        "teaser": post.teaser,
        "kept_likes": post.kept_likes,
        "edited": post.editor_id is not None,
    }


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return [card(post) for post in posts.annotate(teaser=Left("body", 100))[:limit]]
