"""One statement that adds the difference, found in one snapshot, to whatever the number is by then.

A writer who comes in between has changed comments and number alike, so the difference is the same.
"""

from django.db import connection

SQL = """
    UPDATE discuss_post SET kept_comments = kept_comments + wrong.missing
    FROM (
        SELECT post.id, COUNT(said.id) - post.kept_comments AS missing
        FROM discuss_post AS post
        LEFT JOIN discuss_comment AS said ON said.post_id = post.id AND said.is_approved
        GROUP BY post.id
        HAVING COUNT(said.id) <> post.kept_comments
    ) AS wrong
    WHERE discuss_post.id = wrong.id
    RETURNING discuss_post.id
"""


def repair():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return sorted(key for (key,) in cursor.fetchall())
