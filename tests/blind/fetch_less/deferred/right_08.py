"""Right: the dictionaries come from values()."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Substr

from arena.discuss.models import Post


def cards(limit=50):
    return list(
        Post.objects.exclude(published_at=None)
        .order_by("-published_at", "-id")
        .values(
            "title",
            "kept_likes",
            teaser=Substr("body", 1, 100),
            edited=ExpressionWrapper(Q(editor__isnull=False), output_field=BooleanField()),
        )[:limit]
    )
