"""Each like adds to a shard row that nobody else has locked (SKIP LOCKED), or makes a new one."""

from random import randrange

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        count_one(post_id)
        notify(post_id, user_id)
    return is_new


def count_one(post_id):
    shards = LikeShard.objects.select_for_update(skip_locked=True)
    free = shards.filter(post_id=post_id).order_by("shard").first()
    if free is not None:
        LikeShard.objects.filter(pk=free.pk).update(number=F("number") + 1)
        return
    while True:  # all are busy: there are as many as likes were ever on their way together
        try:
            with transaction.atomic():
                LikeShard.objects.create(post_id=post_id, shard=randrange(32_768), number=1)
            return
        except IntegrityError:
            continue  # that shard exists: take another number


def likes(post_id):
    total = F("kept_likes") + Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.annotate(total=total).values_list("total", flat=True).get(pk=post_id)
