"""WRONG (rule: no error): a shard at 25 folds all of them; two that fold at once are a deadlock."""

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

SHARDS = 16
FOLD_AT = 25


def _fold(post_id):
    """Move what the shards have into kept_likes."""
    # Always in the same order.
    parts = list(
        LikeShard.objects.select_for_update().filter(post_id=post_id).order_by("shard")
    )
    LikeShard.objects.filter(pk__in=[part.pk for part in parts]).update(number=0)
    total = sum(part.number for part in parts)
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + total)


@transaction.atomic
def like(post_id, user_id, notify):
    Post.objects.values("pk").get(pk=post_id)
    new, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        # This shard stays locked until the end, so the order in _fold() comes too late.
        part, _ = LikeShard.objects.get_or_create(post_id=post_id, shard=new.pk % SHARDS)
        LikeShard.objects.filter(pk=part.pk).update(number=F("number") + 1)
        notify(post_id, user_id)
        if part.number + 1 >= FOLD_AT:
            _fold(post_id)
    return is_new


def likes(post_id):
    return (
        Post.objects.filter(pk=post_id)
        .annotate(n=F("kept_likes") + Coalesce(Sum("like_shards__number"), 0))
        .values_list("n", flat=True)
        .get()
    )
