"""RIGHT: takes a shard that nobody holds, by trying advisory locks from a random one on; raised after the insert, before notify()."""

import random

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

SHARDS = 24
TOTAL = """
SELECT post.kept_likes + (
    SELECT coalesce(sum(shard.number), 0) FROM discuss_likeshard AS shard
    WHERE shard.post_id = post.id
)
FROM discuss_post AS post WHERE post.id = %s
"""


def _free_shard(post_id):
    start = random.randrange(SHARDS)
    with connection.cursor() as cursor:
        for step in range(SHARDS):
            shard = (start + step) % SHARDS
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock(CAST(%s AS bigint))", [post_id * SHARDS + shard]
            )
            if cursor.fetchone()[0]:
                return shard
    return start


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        shard, _ = LikeShard.objects.get_or_create(post_id=post_id, shard=_free_shard(post_id))
        LikeShard.objects.filter(pk=shard.pk).update(number=F("number") + 1)
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    with connection.cursor() as cursor:
        cursor.execute(TOTAL, [post_id])
        row = cursor.fetchone()
    if row is None:
        raise Post.DoesNotExist
    return int(row[0])
