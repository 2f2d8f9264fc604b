"""RIGHT: a like counts in a shard of its own while notify runs, and moves into kept_likes after."""

import random

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post


def _own_shard(post_id):
    # No such row is ever committed, so only calls around this one (notify likes too) are seen.
    # Two transactions with the same number: the second waits, and finds it free.
    mine = set(LikeShard.objects.filter(post_id=post_id).values_list("shard", flat=True))
    shard = random.randrange(32768)
    while shard in mine:
        shard = random.randrange(32768)
    return LikeShard.objects.create(post_id=post_id, shard=shard, number=1)


@transaction.atomic
def like(post_id, user_id, notify):
    Post.objects.values("pk").get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        own = _own_shard(post_id)
        notify(post_id, user_id)
        LikeShard.objects.filter(pk=own.pk).delete()
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new


def likes(post_id):
    posts = Post.objects.annotate(open=Coalesce(Sum("like_shards__number"), 0))
    kept, still_open = posts.values_list("kept_likes", "open").get(pk=post_id)
    return kept + still_open
