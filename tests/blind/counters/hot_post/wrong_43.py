"""number (simultaneous calls)

When the shards have a hundred likes, they are moved to kept_likes by two statements: what others commit
between the sum and the zeros is lost. It shows only with more than a hundred likes, some at that moment.
"""

import random

from django.db import connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

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
        fold(post_id)
        count(post_id)
    return is_new


def fold(post_id):
    """Move the likes to the post when they are many, so that the shards stay small."""
    shards = LikeShard.objects.filter(post_id=post_id)
    total = shards.aggregate(total=Sum("number"))["total"] or 0
    if total >= 100:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + total)
        shards.update(number=0)


def count(post_id):
    """Add one, after notify(): the row is locked until the commit, which is next."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [post_id, random.randrange(SHARDS)])


def likes(post_id):
    number = F("kept_likes") + Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.annotate(number=number).values_list("number", flat=True).get(pk=post_id)
