"""One UPDATE that finds and counts for itself is not one moment.

It counts, meets a post that a writer has locked, waits, and then writes what it had counted before.
A lock inside the same statement (WITH ... FOR UPDATE) does not help: the statement keeps its
snapshot.

Breaks: writers
Fails: writers
"""

from django.db import connection

SQL = """
    UPDATE discuss_post SET kept_comments = counted.number
    FROM (
        SELECT post.id, COUNT(said.id) AS number
        FROM discuss_post AS post
        LEFT JOIN discuss_comment AS said ON said.post_id = post.id AND said.is_approved
        GROUP BY post.id
    ) AS counted
    WHERE discuss_post.id = counted.id AND kept_comments <> counted.number
    RETURNING discuss_post.id
"""


def repair():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return sorted(key for (key,) in cursor.fetchall())
