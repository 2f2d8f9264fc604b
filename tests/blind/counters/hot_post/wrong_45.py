"""together

The shard is the next one of a counter in the process, and is locked during notify(). Eight processes
with one call each all begin with shard 0, and wait for each other's notify(). (Eight threads do not.)
"""

from itertools import count

from django.db import connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, Post

SHARDS = 16
turns = count()  # one shard after the other
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
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [post_id, next(turns) % SHARDS])
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    number = F("kept_likes") + Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.annotate(number=number).values_list("number", flat=True).get(pk=post_id)
