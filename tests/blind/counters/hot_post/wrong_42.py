"""failure, number

The like is counted after the commit. If that statement fails, the like and what notify() wrote are
there, uncounted, and stay so; in a caller's transaction likes() does not know the new like either.
"""

import random
from functools import partial

from django.db import connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, Post

SHARDS = 16
COUNT = """
INSERT INTO discuss_likeshard (post_id, shard, number) VALUES (%s, %s, 1)
ON CONFLICT (post_id, shard) DO UPDATE SET number = discuss_likeshard.number + 1
"""


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        notify(post_id, user_id)
        transaction.on_commit(partial(count, post_id))  # so the shard is locked for a moment only
    return is_new


def count(post_id):
    """Add one."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [post_id, random.randrange(SHARDS)])


def likes(post_id):
    number = F("kept_likes") + Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.annotate(number=number).values_list("number", flat=True).get(pk=post_id)
