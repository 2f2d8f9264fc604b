"""A side table has one number for each post and database session, so no like ever waits for another; top() sums them up."""

from django.db import connection

TABLE = "discuss_likes_by_session"

CREATE = f"""
    CREATE TABLE {TABLE} (
        post_id bigint NOT NULL,
        session integer NOT NULL,
        likes integer NOT NULL,
        PRIMARY KEY (post_id, session)
    ) WITH (fillfactor = 60)
"""

ADD = f"""
    INSERT INTO {TABLE} AS mine (post_id, session, likes)
    SELECT id, pg_backend_pid(), 1 FROM discuss_post WHERE id = %s
    ON CONFLICT (post_id, session) DO UPDATE SET likes = mine.likes + 1
"""

TOP = f"""
    WITH added AS (SELECT post_id, sum(likes)::bigint AS likes FROM {TABLE} GROUP BY post_id)
    SELECT id, kept_likes + coalesce(added.likes, 0)
    FROM discuss_post LEFT JOIN added ON added.post_id = discuss_post.id
    ORDER BY 2 DESC, 1 DESC
    LIMIT %s
"""


def run(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


def prepare():
    run(CREATE)


def like(post_id):
    run(ADD, post_id)


def top(limit):
    return run(TOP, limit)
