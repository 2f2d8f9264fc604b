"""WRONG (rule: new): comments with a time after now (another server's clock is ahead) are not counted.

"Since the last visit" has become "between then and now"; the rule says "at `since` or later".
"""

from django.db.models import Count, Q
from django.utils import timezone

from arena.discuss.models import Post


def page(since, limit=100):
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    pks = list(published.values_list("pk", flat=True)[:limit])
    approved = Q(comments__is_approved=True)
    is_new = Q(comments__created_at__range=(since, timezone.now()))
    posts = (
        published.filter(pk__in=pks)
        .annotate(
            number=Count("comments", filter=approved),
            fresh=Count("comments", filter=approved & is_new),
        )
        .values_list("title", "number", "fresh")
    )
    return [{"title": title, "comments": number, "new": fresh} for title, number, fresh in posts]
