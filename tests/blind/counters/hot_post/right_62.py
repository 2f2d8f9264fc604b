"""SQL only: a try-lock finds a shard that no open transaction uses, and an upsert counts in it."""

from django.db import connection, transaction

from arena.discuss.models import Post

ADD_LIKE = """
    INSERT INTO discuss_like (post_id, user_id, created_at)
    VALUES (%s, %s, statement_timestamp())
    ON CONFLICT (post_id, user_id) DO NOTHING
"""

# The filter tries one number after the other, never waits, and LIMIT stops at the first free one.
FREE_SHARD = """
    SELECT n FROM generate_series(0, 9999) AS n
    WHERE pg_try_advisory_xact_lock(730000 + n, %s)
    LIMIT 1
"""

COUNT = """
    INSERT INTO discuss_likeshard (post_id, shard, number)
    VALUES (%s, %s, 1)
    ON CONFLICT (post_id, shard) DO UPDATE SET number = discuss_likeshard.number + 1
"""

LIKES = """
    SELECT kept_likes + COALESCE(
        (SELECT sum(number) FROM discuss_likeshard WHERE post_id = discuss_post.id), 0
    )
    FROM discuss_post WHERE id = %s
"""


def like(post_id, user_id, notify):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ADD_LIKE, [post_id, user_id])
        if cursor.rowcount == 0:
            return False
        cursor.execute(FREE_SHARD, [post_id % 2**31])
        (shard,) = cursor.fetchone()
        cursor.execute(COUNT, [post_id, shard])
        notify(post_id, user_id)
        return True


def likes(post_id):
    with connection.cursor() as cursor:
        cursor.execute(LIKES, [post_id])
        row = cursor.fetchone()
    if row is None:
        raise Post.DoesNotExist(f"There is no post {post_id}.")
    return row[0]
