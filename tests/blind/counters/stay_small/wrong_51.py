"""top: posts that were added later and have no likes are missing.

prepare() fills a side table, and top() joins it, so a post without a row there never appears, though fewer posts than `limit` come.
"""

from django.db import connection


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE discuss_like_count (post_id bigint PRIMARY KEY, likes bigint NOT NULL) WITH (fillfactor = 50)"
        )
        cursor.execute("INSERT INTO discuss_like_count SELECT id, kept_likes FROM discuss_post")
        cursor.execute("CREATE INDEX most_liked ON discuss_like_count (likes DESC, post_id DESC)")


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO discuss_like_count AS c (post_id, likes) VALUES (%s, 1)"
            " ON CONFLICT (post_id) DO UPDATE SET likes = c.likes + 1",
            [post_id],
        )


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.post_id, c.likes FROM discuss_like_count c JOIN discuss_post p ON p.id = c.post_id"
            " ORDER BY c.likes DESC, c.post_id DESC LIMIT %s",
            [limit],
        )
        return cursor.fetchall()
