"""The like is counted before notify(), in a shard that no other open transaction has; one statement finds or makes it.
"""

from random import randrange

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

COUNT = """
WITH free AS (
    SELECT id FROM discuss_likeshard WHERE post_id = %(post)s
    ORDER BY id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
), counted AS (
    UPDATE discuss_likeshard AS shard SET number = shard.number + 1
    FROM free
    WHERE shard.id = free.id
    RETURNING shard.id
)
INSERT INTO discuss_likeshard (post_id, shard, number)
SELECT %(post)s, %(shard)s, 1 WHERE NOT EXISTS (SELECT FROM counted)
ON CONFLICT (post_id, shard) DO UPDATE SET number = discuss_likeshard.number + 1
"""


def like(post_id, user_id, notify):
    with transaction.atomic():
        post = Post.objects.only("pk").get(pk=post_id)
        _, is_new = Like.objects.get_or_create(
            post=post, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if not is_new:
            return False
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"post": post_id, "shard": randrange(2**15)})
        notify(post_id, user_id)
        return True


def likes(post_id):
    shards = LikeShard.objects.filter(post=OuterRef("pk")).order_by().values("post")
    later = Coalesce(Subquery(shards.annotate(total=Sum("number")).values("total")), 0)
    at_first, later = (
        Post.objects.annotate(later=later).values_list("kept_likes", "later").get(pk=post_id)
    )
    return at_first + later
