"""It finds posts by their comments: a post that has none left keeps its wrong number.

Breaks: number
Fails: answer
"""

from django.db import connection

SQL = """
    UPDATE discuss_post SET kept_comments = kept_comments + wrong.missing
    FROM (
        SELECT post.id, COUNT(*) - post.kept_comments AS missing
        FROM discuss_post AS post
        JOIN discuss_comment AS said ON said.post_id = post.id AND said.is_approved
        GROUP BY post.id
    ) AS wrong
    WHERE discuss_post.id = wrong.id AND wrong.missing <> 0
    RETURNING discuss_post.id
"""


def repair():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return sorted(key for (key,) in cursor.fetchall())
