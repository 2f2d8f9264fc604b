"""All four values of a card are computed in the query, whose rows become dictionaries."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Left

from arena.discuss.models import Post

KEYS = ("title", "teaser", "kept_likes", "edited")


def card(post):
    """Return the card of one whole post."""
    return dict(zip(KEYS, (post.title, post.body[:100], post.kept_likes, post.editor_id is not None), strict=True))


def cards(limit=50):
    rows = (
        Post.objects.exclude(published_at=None)
        .order_by("-published_at", "-id")
        .values_list(
            "title",
            Left("body", 100),
            "kept_likes",
            ExpressionWrapper(Q(editor_id__isnull=False), output_field=BooleanField()),
        )
    )
    return [dict(zip(KEYS, row, strict=True)) for row in rows[:limit]]
