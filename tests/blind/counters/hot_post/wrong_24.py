"""WRONG (rule: number): a sum over no shards is NULL, so likes() returns None for a post that nobody has liked since the change."""

import random

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from arena.discuss.models import Like, Post

SHARDS = 32
RAISE = """
INSERT INTO discuss_likeshard AS kept (post_id, shard, number) VALUES (%s, %s, 1)
ON CONFLICT (post_id, shard) DO UPDATE SET number = kept.number + 1
"""


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        with connection.cursor() as cursor:
            cursor.execute(RAISE, [post_id, random.randrange(SHARDS)])
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    posts = Post.objects.annotate(all_likes=F("kept_likes") + Sum("like_shards__number"))
    return posts.values_list("all_likes", flat=True).get(pk=post_id)
