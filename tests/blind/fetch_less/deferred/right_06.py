"""RIGHT: a slice of F() (Django 5.1) and named tuples."""

from django.db.models import F

from arena.discuss.models import Post


def card(post):
    return {
        "title": post.title,
        "teaser": post.teaser,
        "kept_likes": post.kept_likes,
        "edited": post.editor_id is not None,
    }


def cards(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .annotate(teaser=F("body")[:100])
        .values_list("title", "teaser", "kept_likes", "editor_id", named=True)
    )
    return [card(post) for post in posts[:limit]]
