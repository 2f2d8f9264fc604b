"""result

The keys come as the UPDATE meets the rows, which is not always ascending: a post that was updated since it was written lies
behind newer ones in the table, so its key is returned after higher ones.
"""

from django.db import connection, transaction

LOCK = """
    SELECT p.id
    FROM discuss_post p
    WHERE p.kept_comments <> (
        SELECT count(*) FROM discuss_comment c WHERE c.post_id = p.id AND c.is_approved
    )
    ORDER BY p.id
    FOR NO KEY UPDATE OF p SKIP LOCKED
"""
WRITE = """
    UPDATE discuss_post p
    SET kept_comments = (
        SELECT count(*) FROM discuss_comment c WHERE c.post_id = p.id AND c.is_approved
    )
    WHERE p.id = ANY(%s) AND p.kept_comments <> (
        SELECT count(*) FROM discuss_comment c WHERE c.post_id = p.id AND c.is_approved
    )
    RETURNING p.id
"""


def repair():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK)
        locked = [pk for (pk,) in cursor.fetchall()]
        if not locked:
            return []
        cursor.execute(WRITE, [locked])
        return [pk for (pk,) in cursor.fetchall()]
