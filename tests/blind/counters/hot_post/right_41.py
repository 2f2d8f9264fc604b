"""After notify() a like adds one to a shard that nobody else holds (SKIP LOCKED), or to one of its own.
"""

import random

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post


@transaction.atomic
def like(post_id, user_id, notify):
    Post.objects.only("pk").get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        notify(post_id, user_id)
        count(post_id)
    return is_new


def count(post_id):
    """Add one, where nobody else is about to: so nobody waits, in whatever order posts are liked."""
    shards = LikeShard.objects.filter(post_id=post_id)
    free = shards.select_for_update(skip_locked=True).order_by("pk").first()
    if free is None:
        free, _ = shards.get_or_create(post_id=post_id, shard=random.randrange(32768))
    LikeShard.objects.filter(pk=free.pk).update(number=F("number") + 1)


def likes(post_id):
    number = F("kept_likes") + Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.annotate(number=number).values_list("number", flat=True).get(pk=post_id)
