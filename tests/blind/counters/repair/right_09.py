"""LATERAL counts; a generator runs the two statements in a transaction block."""

from django.db import connection, transaction

from arena.discuss.models import Comment, Post

POST, COMMENT = Post._meta.db_table, Comment._meta.db_table


COUNTED = f"""
{POST} p CROSS JOIN LATERAL (
    SELECT count(*) AS n FROM {COMMENT} c WHERE c.post_id = p.id AND c.is_approved
) k
"""


def _repaired():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id FROM {COUNTED} WHERE p.kept_comments <> k.n"
            " FOR NO KEY UPDATE OF p SKIP LOCKED"
        )
        keys = [row[0] for row in cursor]
        if keys:
            cursor.execute(
                f"UPDATE {POST} t SET kept_comments = s.n"
                f" FROM (SELECT p.id, k.n FROM {COUNTED} WHERE p.id = ANY(%s)) s"
                " WHERE s.id = t.id AND t.kept_comments <> s.n RETURNING t.id",
                [keys],
            )
            for (key,) in cursor:
                yield key


def repair():
    return sorted(_repaired())
