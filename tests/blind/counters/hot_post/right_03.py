"""RIGHT: one SQL statement inserts the like and adds to the shard of the backend's process id."""

from django.db import connection, transaction
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

LIKE, SHARD, POST = (model._meta.db_table for model in (Like, LikeShard, Post))

# Two people at the same time have two connections, so two process ids, mostly near each other.
ADD = f"""
WITH fresh AS (
    INSERT INTO {LIKE} (post_id, user_id, created_at)
    VALUES (%s, %s, %s)
    ON CONFLICT (post_id, user_id) DO NOTHING
    RETURNING post_id
)
INSERT INTO {SHARD} AS kept (post_id, shard, number)
SELECT post_id, mod(pg_backend_pid(), 32), 1 FROM fresh
ON CONFLICT (post_id, shard) DO UPDATE SET number = kept.number + 1
"""

READ = f"""
SELECT kept_likes + COALESCE((SELECT SUM(number) FROM {SHARD} WHERE post_id = p.id), 0)
FROM {POST} AS p
WHERE p.id = %s
"""


@transaction.atomic
def like(post_id, user_id, notify):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {POST} WHERE id = %s", [post_id])
        if cursor.fetchone() is None:
            raise Post.DoesNotExist("Post matching query does not exist.")
        cursor.execute(ADD, [post_id, user_id, timezone.now()])
        is_new = cursor.rowcount == 1
    if is_new:
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    with connection.cursor() as cursor:
        cursor.execute(READ, [post_id])
        row = cursor.fetchone()
    if row is None:
        raise Post.DoesNotExist("Post matching query does not exist.")
    return row[0]
