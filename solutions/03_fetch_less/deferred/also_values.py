"""No objects, so nothing can be deferred: a field that is missing is a KeyError."""

from django.db.models import Q
from django.db.models.functions import Left

from arena.discuss.models import Post


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return list(
        posts.values(
            "title",
            "kept_likes",
            teaser=Left("body", 100),
            edited=Q(editor__isnull=False),
        )[:limit]
    )
