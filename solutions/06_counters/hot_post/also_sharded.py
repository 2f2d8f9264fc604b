"""Sixteen rows in place of one: a like updates any of them, and the reader adds them up."""

from random import randrange

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

SHARDS = 16


def add(post_id, shard):
    """Add one to a part of the number, which is inserted if it is not there yet."""
    part = LikeShard.objects.filter(post_id=post_id, shard=shard)
    if not part.update(number=F("number") + 1):
        LikeShard.objects.bulk_create(
            [LikeShard(post_id=post_id, shard=shard)], ignore_conflicts=True
        )
        part.update(number=F("number") + 1)


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        notify(post_id, user_id)
        add(post_id, randrange(SHARDS))
    return is_new


def likes(post_id):
    parts = Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.filter(pk=post_id).values_list(F("kept_likes") + parts, flat=True).get()
