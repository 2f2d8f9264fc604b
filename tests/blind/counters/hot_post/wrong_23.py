"""WRONG (limit: reading): 1,000 shards, so after 400 likes likes() reads more than 300 rows."""

import random

from django.db import connection, transaction
from django.db.models import F, IntegerField, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, Post

SHARDS = 1000
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
    in_shards = Coalesce(Sum("like_shards__number"), 0, output_field=IntegerField())
    posts = Post.objects.annotate(all_likes=F("kept_likes") + in_shards)
    return posts.values_list("all_likes", flat=True).get(pk=post_id)
