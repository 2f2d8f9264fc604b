"""only() names all that a card reads; the text comes cut, as an annotation that card() prefers."""

from django.db.models.functions import Substr

from arena.discuss.models import Post

LENGTH = 100


def card(post):
    teaser = post.teaser if hasattr(post, "teaser") else post.body[:LENGTH]
    return {
        "title": post.title,
        "teaser": teaser,
        "kept_likes": post.kept_likes,
        "edited": post.editor_id is not None,
    }


def cards(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(teaser=Substr("body", 1, LENGTH))
        .only("title", "kept_likes", "editor")
        .order_by("-published_at", "-pk")
    )
    return [card(post) for post in posts[:limit]]
