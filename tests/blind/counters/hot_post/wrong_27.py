"""WRONG (rule: number): a shard is read and then written without a lock, so two people who draw the same one lose a like."""

import random

from django.db import transaction
from django.db.models import F, IntegerField, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

SHARDS = 16


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        part, _ = LikeShard.objects.get_or_create(
            post_id=post_id, shard=random.randrange(SHARDS)
        )
        part.number += 1
        part.save(update_fields=["number"])
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    in_shards = Coalesce(Sum("like_shards__number"), 0, output_field=IntegerField())
    posts = Post.objects.annotate(all_likes=F("kept_likes") + in_shards)
    return posts.values_list("all_likes", flat=True).get(pk=post_id)
