"""failure: notify()'s error is not raised if it is an IntegrityError.

The block that takes an IntegrityError for a second like holds notify() too: when what notify()
writes breaks a constraint, like() returns False as if the person had liked the post before.
"""

import random

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, Post

SHARDS = 64
COUNT = """
    INSERT INTO discuss_likeshard (post_id, shard, number) VALUES (%s, %s, 1)
    ON CONFLICT (post_id, shard) DO UPDATE SET number = discuss_likeshard.number + 1
"""


def like(post_id, user_id, notify):
    try:
        with transaction.atomic():
            Like.objects.create(post_id=post_id, user_id=user_id, created_at=timezone.now())
            with connection.cursor() as cursor:
                cursor.execute(COUNT, [post_id, random.randrange(SHARDS)])
            notify(post_id, user_id)
    except IntegrityError:
        return False
    return True


def likes(post_id):
    total = F("kept_likes") + Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.annotate(total=total).values_list("total", flat=True).get(pk=post_id)
