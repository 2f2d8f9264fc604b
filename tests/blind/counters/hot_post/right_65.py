"""The first shard whose advisory lock is free counts the like: it belongs to us until the commit."""

from itertools import count

from django.db import connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post


def is_free(post_id, shard):
    with connection.cursor() as cursor:
        # Two posts that share a number only make one of them go on to the next shard.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [shard, post_id % 2**31])
        return cursor.fetchone()[0]


@transaction.atomic
def like(post_id, user_id, notify):
    created_at = {"created_at": timezone.now()}
    if not Like.objects.get_or_create(created_at, post_id=post_id, user_id=user_id)[1]:
        return False
    shard = next(shard for shard in count() if is_free(post_id, shard))
    mine, _ = LikeShard.objects.get_or_create(post_id=post_id, shard=shard)
    LikeShard.objects.filter(pk=mine.pk).update(number=F("number") + 1)
    notify(post_id, user_id)
    return True


def likes(post_id):
    return Post.objects.values_list(
        Coalesce(Sum("like_shards__number"), 0) + F("kept_likes"), flat=True
    ).get(pk=post_id)
