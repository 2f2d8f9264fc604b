"""WRONG (limit: together): user_id % 8 is the shard: 8 people whose ids are 8 apart share one."""

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

SHARDS = 8


@transaction.atomic
def like(post_id, user_id, notify):
    Post.objects.values("pk").get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        part, _ = LikeShard.objects.get_or_create(post_id=post_id, shard=user_id % SHARDS)
        LikeShard.objects.filter(pk=part.pk).update(number=F("number") + 1)
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    return (
        Post.objects.filter(pk=post_id)
        .annotate(n=F("kept_likes") + Coalesce(Sum("like_shards__number"), 0))
        .values_list("n", flat=True)
        .get()
    )
