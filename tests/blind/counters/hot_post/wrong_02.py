"""WRONG (rule: notify): optimistic: if two meet in a shard, one starts again and notifies again."""

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

SHARDS = 16


class _Overtaken(Exception):
    """Somebody else changed the shard meanwhile."""


@transaction.atomic
def _try_to_like(post_id, user_id, notify):
    Post.objects.values("pk").get(pk=post_id)
    new, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        part, _ = LikeShard.objects.get_or_create(post_id=post_id, shard=new.pk % SHARDS)
        notify(post_id, user_id)
        # No lock while notify() runs: change the number only if it is still what it was.
        unchanged = LikeShard.objects.filter(pk=part.pk, number=part.number)
        if not unchanged.update(number=part.number + 1):
            raise _Overtaken
    return is_new


def like(post_id, user_id, notify):
    while True:
        try:
            return _try_to_like(post_id, user_id, notify)
        except _Overtaken:
            # All is rolled back. Whoever overtook us is done.
            continue


def likes(post_id):
    return (
        Post.objects.filter(pk=post_id)
        .annotate(n=F("kept_likes") + Coalesce(Sum("like_shards__number"), 0))
        .values_list("n", flat=True)
        .get()
    )
