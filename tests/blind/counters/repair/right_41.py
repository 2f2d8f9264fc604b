"""The first query locks the wrong posts that nobody is writing to, and the second, which sees all that was committed by then, counts and writes them."""

from django.db import connection, transaction

LOCK = """
    SELECT p.id
    FROM discuss_post p
    WHERE p.kept_comments <> (
        SELECT count(*) FROM discuss_comment c WHERE c.post_id = p.id AND c.is_approved
    )
    FOR NO KEY UPDATE OF p SKIP LOCKED
"""
WRITE = """
    UPDATE discuss_post p
    SET kept_comments = n.number
    FROM (
        SELECT q.id, count(c.id) AS number
        FROM discuss_post q
        LEFT JOIN discuss_comment c ON c.post_id = q.id AND c.is_approved
        WHERE q.id = ANY(%s)
        GROUP BY q.id
    ) n
    WHERE p.id = n.id AND p.kept_comments <> n.number
    RETURNING p.id
"""


def repair():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        locked = [pk for (pk,) in cursor.fetchall()]
        if not locked:
            return []
        cursor.execute(WRITE, [locked])
        return sorted(pk for (pk,) in cursor.fetchall())
