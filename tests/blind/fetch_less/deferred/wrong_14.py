"""Wrong (text): fetches 101 characters (to see whether there are more), and cuts them here."""

from django.db.models.functions import Left

from arena.discuss.models import Post


def card(post):
    return {
        "title": post.title,
        "teaser": post.begins[:100],
        "kept_likes": post.kept_likes,
        "edited": post.editor_id is not None,
    }


def cards(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .defer("body")
        .annotate(begins=Left("body", 101))
    )
    return [card(post) for post in posts[:limit]]
