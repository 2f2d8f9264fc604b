"""WRONG (rule: number): when two likes of a post meet, the number misses one: the statement that waits for the lock counts the likes as of its start, before the other like was committed."""

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
        likes = (
            Like.objects.filter(post=OuterRef("pk"))
            .order_by()
            .values("post")
            .annotate(number=Count("pk"))
            .values("number")
        )
        # Lock the post and count its likes, in one round trip.
        post = (
            Post.objects.select_for_update(no_key=True)
            .annotate(likes_now=Subquery(likes))
            .get(pk=post_id)
        )
        post.kept_likes = post.likes_now
        post.save(update_fields=["kept_likes"])
    return is_new
