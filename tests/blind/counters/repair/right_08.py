"""MERGE: the source locks what is wrong and free, the target is set if it is as it was seen."""

from django.db import connection, transaction

from arena.discuss.models import Comment, Post

POST, COMMENT = Post._meta.db_table, Comment._meta.db_table


SQL = f"""
WITH seen AS MATERIALIZED (
    SELECT p.id, p.kept_comments AS kept,
        (SELECT count(*) FROM {COMMENT} c WHERE c.post_id = p.id AND c.is_approved) AS number
    FROM {POST} p
), free AS MATERIALIZED (
    SELECT p.id, s.kept, s.number FROM {POST} p JOIN seen s ON s.id = p.id
    WHERE s.kept <> s.number AND p.kept_comments = s.kept
    FOR NO KEY UPDATE OF p SKIP LOCKED
)
MERGE INTO {POST} p USING free f ON p.id = f.id
WHEN MATCHED AND p.kept_comments = f.kept THEN UPDATE SET kept_comments = f.number
RETURNING p.id
"""


def repair():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        rows = cursor.fetchall()
    keys = [row[0] for row in rows]
    keys.sort()
    return keys
