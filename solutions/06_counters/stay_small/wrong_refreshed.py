"""The list is a materialized view with an index, and each like makes it anew.

Breaks: pages
Fails: pages
"""

from django.db import connection


def prepare():
    send("CREATE MATERIALIZED VIEW most_liked AS SELECT id, kept_likes FROM discuss_post")
    send("CREATE INDEX most_liked_first ON most_liked (kept_likes DESC, id DESC)")


def like(post_id):
    send("UPDATE discuss_post SET kept_likes = kept_likes + 1 WHERE id = %s", post_id)
    send("REFRESH MATERIALIZED VIEW most_liked")


def top(limit):
    sql = "SELECT id, kept_likes FROM discuss_post ORDER BY 2 DESC, 1 DESC LIMIT %s"
    return send(sql, limit)


def send(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None
