"""failure (notify()'s error is raised)

An IntegrityError means a second like here, also when it comes from notify(). A notify() that violates a
constraint undoes the like, and the caller gets False instead of the error.
"""

import random

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, Post

SHARDS = 16
COUNT = """
INSERT INTO discuss_likeshard (post_id, shard, number) VALUES (%s, %s, 1)
ON CONFLICT (post_id, shard) DO UPDATE SET number = discuss_likeshard.number + 1
"""


def like(post_id, user_id, notify):
    try:
        with transaction.atomic():
            Like.objects.create(post_id=post_id, user_id=user_id, created_at=timezone.now())
            notify(post_id, user_id)
            count(post_id)
    except IntegrityError:  # one_like_per_person
        return False
    return True


def count(post_id):
    """Add one, after notify(): the row is locked until the commit, which is next."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [post_id, random.randrange(SHARDS)])


def likes(post_id):
    number = F("kept_likes") + Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.annotate(number=number).values_list("number", flat=True).get(pk=post_id)
