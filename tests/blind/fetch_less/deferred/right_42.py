"""Posts stay objects: only() has every field that a card reads, and the beginning of the text is an annotation."""

from django.db.models.functions import Substr

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
    posts = posts.annotate(teaser=Substr("body", 1, 100)).only("title", "kept_likes", "editor")
    return [card(post) for post in posts[:limit]]
