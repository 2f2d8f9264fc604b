"""One UPDATE of the first shard that is not locked, after notify(); without one, a new shard."""

import random

from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

TABLE = LikeShard._meta.db_table


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        notify(post_id, user_id)
        _add_to_a_free_shard(post_id)
    return is_new


def _add_to_a_free_shard(post_id):
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH free AS (
                SELECT id FROM {TABLE} WHERE post_id = %s
                ORDER BY shard LIMIT 1
                FOR NO KEY UPDATE SKIP LOCKED
            )
            UPDATE {TABLE} SET number = number + 1 FROM free WHERE {TABLE}.id = free.id
            """,
            [post_id],
        )
        while cursor.rowcount != 1:
            cursor.execute(
                f"""
                INSERT INTO {TABLE} (post_id, shard, number) VALUES (%s, %s, 1)
                ON CONFLICT (post_id, shard) DO NOTHING
                """,
                [post_id, random.randint(0, 32_767)],
            )


def likes(post_id):
    shards = LikeShard.objects.filter(post_id=OuterRef("pk")).order_by().values("post_id")
    in_shards = Subquery(shards.annotate(total=Sum("number")).values("total"))
    posts = Post.objects.annotate(all_likes=F("kept_likes") + Coalesce(in_shards, 0))
    return posts.values_list("all_likes", flat=True).get(pk=post_id)
