"""Wrong (rows): Case without a default. Of a post that nobody edited, edited is None instead of False."""

from django.db.models import Case, When
from django.db.models.functions import Left

from arena.discuss.models import Post


def cards(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return list(
        posts.values(
            "title",
            "kept_likes",
            teaser=Left("body", 100),
            edited=Case(When(editor__isnull=False, then=True)),
        )[:limit]
    )
