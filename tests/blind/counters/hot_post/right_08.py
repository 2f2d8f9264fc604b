"""RIGHT: raw SQL: a free shard is found and raised in one UPDATE, else upserted; as a context."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

LIKE, SHARD, POST = (model._meta.db_table for model in (Like, LikeShard, Post))

INSERT = f"""
INSERT INTO {LIKE} (post_id, user_id, created_at)
VALUES (%s, %s, %s)
ON CONFLICT (post_id, user_id) DO NOTHING
RETURNING id
"""
RAISE_FREE = f"""
WITH free AS (
    SELECT id FROM {SHARD} WHERE post_id = %s LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE {SHARD} AS s SET number = s.number + 1 FROM free WHERE s.id = free.id
"""
RAISE_ONE = f"""
INSERT INTO {SHARD} AS s (post_id, shard, number) VALUES (%s, %s, 1)
ON CONFLICT (post_id, shard) DO UPDATE SET number = s.number + 1
"""
READ = f"""
SELECT p.kept_likes + COALESCE(SUM(s.number), 0)
FROM {POST} AS p LEFT JOIN {SHARD} AS s ON s.post_id = p.id
WHERE p.id = %s
GROUP BY p.id
"""
MOST = 32


@contextmanager
def _new_like(post_id, user_id):
    """Insert and count a like; what the block does is in its transaction. Tell if it is new."""
    with transaction.atomic():
        Post.objects.values("pk").get(pk=post_id)
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [post_id, user_id, timezone.now()])
            row = cursor.fetchone()
            if row is not None:
                cursor.execute(RAISE_FREE, [post_id])
                if cursor.rowcount == 0:
                    cursor.execute(RAISE_ONE, [post_id, row[0] % MOST])
        yield row is not None


def like(post_id, user_id, notify):
    with _new_like(post_id, user_id) as is_new:
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
