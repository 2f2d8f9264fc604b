"""together: the shard is user_id % 16.

Eight people whose ids are 16 apart (16, 32, 48 ...) all get the same shard row, and wait for each
other's notify() as before.
"""

from django.db import connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, Post

SHARDS = 16


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
                [post_id, user_id % SHARDS],
            )
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    total = F("kept_likes") + Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.annotate(total=total).values_list("total", flat=True).get(pk=post_id)
