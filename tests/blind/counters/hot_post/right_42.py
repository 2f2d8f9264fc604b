"""A free shard is found by advisory locks of the transaction; one statement creates it or adds to it.
"""

from django.db import connection, transaction

from arena.discuss.models import Post

SHARDS = 64
LIKE = """
INSERT INTO discuss_like (post_id, user_id, created_at) VALUES (%s, %s, now())
ON CONFLICT (post_id, user_id) DO NOTHING
RETURNING id
"""
# The first number that no other transaction has; the function is asked row by row, until it is true.
FREE = """
SELECT shard FROM generate_series(0, %s) AS shard
WHERE pg_try_advisory_xact_lock(%s, shard)
LIMIT 1
"""
COUNT = """
INSERT INTO discuss_likeshard (post_id, shard, number) VALUES (%s, %s, 1)
ON CONFLICT (post_id, shard) DO UPDATE SET number = discuss_likeshard.number + 1
"""


LIKES = """
SELECT kept_likes + (SELECT coalesce(sum(number), 0) FROM discuss_likeshard WHERE post_id = post.id)
FROM discuss_post AS post
WHERE id = %s
"""


@transaction.atomic
def like(post_id, user_id, notify):
    Post.objects.only("pk").get(pk=post_id)
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id, user_id])
        is_new = cursor.fetchone() is not None
    if is_new:
        notify(post_id, user_id)
        with connection.cursor() as cursor:
            cursor.execute(FREE, [SHARDS - 1, key_of(post_id)])
            row = cursor.fetchone()
            # All taken: wait for somebody's commit at one of them.
            cursor.execute(COUNT, [post_id, row[0] if row else user_id % SHARDS])
    return is_new


def key_of(post_id):
    """Return a number for a post's locks that fits. Two posts with the same one only share them."""
    return (post_id * 2654435761 + 17) % 2**31


def likes(post_id):
    with connection.cursor() as cursor:
        cursor.execute(LIKES, [post_id])
        row = cursor.fetchone()
    if row is None:
        raise Post.DoesNotExist
    return int(row[0])
