"""notify (called once), failure (notify()'s error is raised)

A transaction that fails by an OperationalError is tried again, with notify(). When notify() itself raises
one (a lock or statement timeout of its own), it is called up to three times, and may then succeed.
"""

import random

from django.db import OperationalError, connection, transaction
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
    for is_last in (False, False, True):
        try:
            return like_once(post_id, user_id, notify)
        except OperationalError:  # a deadlock: nothing has happened, so try again
            if is_last:
                raise


@transaction.atomic
def like_once(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        notify(post_id, user_id)
        count(post_id)
    return is_new


def count(post_id):
    """Add one, after notify(): the row is locked until the commit, which is next."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [post_id, random.randrange(SHARDS)])


def likes(post_id):
    number = F("kept_likes") + Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.annotate(number=number).values_list("number", flat=True).get(pk=post_id)
