"""A part of the number for each like: nobody waits, and the reader adds up as many parts as likes.

Breaks: reading
Fails: read
"""

from django.db import transaction
from django.db.models import F, Max, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        notify(post_id, user_id)
        Post.objects.select_for_update(no_key=True).only("pk").get(pk=post_id)
        parts = LikeShard.objects.filter(post_id=post_id)
        last = parts.aggregate(last=Coalesce(Max("shard"), 0))["last"]
        LikeShard.objects.create(post_id=post_id, shard=last + 1, number=1)
    return is_new


def likes(post_id):
    parts = Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.filter(pk=post_id).values_list(F("kept_likes") + parts, flat=True).get()
