"""One statement: count and counter of one snapshot; lock only posts whose counter is still that one."""

from django.db import connection, transaction

from arena.discuss.models import Comment, Post

POST, COMMENT = Post._meta.db_table, Comment._meta.db_table


SQL = f"""
WITH seen AS MATERIALIZED (
    SELECT p.id, p.kept_comments AS kept, count(c.id) AS number
    FROM {POST} p LEFT JOIN {COMMENT} c ON c.post_id = p.id AND c.is_approved
    GROUP BY p.id
    HAVING p.kept_comments <> count(c.id)
), locked AS MATERIALIZED (
    SELECT p.id, s.kept, s.number
    FROM {POST} p JOIN seen s ON s.id = p.id AND s.kept = p.kept_comments
    FOR NO KEY UPDATE OF p SKIP LOCKED
)
UPDATE {POST} p SET kept_comments = l.number
FROM locked l WHERE l.id = p.id AND l.kept = p.kept_comments
RETURNING p.id
"""


def repair():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return sorted(key for (key,) in cursor.fetchall())
