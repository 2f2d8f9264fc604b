"""WRONG (rule: number): counts anew in the UPDATE without a lock before it; its snapshot misses likes that are committed while it waits for the row."""

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        number = (
            Like.objects.filter(post=OuterRef("pk"))
            .order_by()
            .values("post")
            .annotate(number=Count("pk"))
            .values("number")
        )
        Post.objects.filter(pk=post_id).update(kept_likes=Subquery(number))
    return is_new
