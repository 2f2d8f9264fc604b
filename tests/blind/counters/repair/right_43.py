"""An advisory lock lets one repair run at a time, whose single UPDATE writes a wrong post only if nobody holds its row and its number is still the one that was compared."""

from django.db import connection, transaction

REPAIRS = 20_251_130
SQL = """
    WITH wrong AS MATERIALIZED (
        SELECT p.id, p.kept_comments AS kept, n.number
        FROM discuss_post p
        CROSS JOIN LATERAL (
            SELECT count(*) AS number
            FROM discuss_comment c
            WHERE c.post_id = p.id AND c.is_approved
        ) n
        WHERE p.kept_comments <> n.number
    ), free AS MATERIALIZED (
        SELECT p.id
        FROM discuss_post p
        JOIN wrong w ON w.id = p.id
        WHERE p.kept_comments = w.kept
        FOR NO KEY UPDATE OF p SKIP LOCKED
    )
    UPDATE discuss_post p
    SET kept_comments = w.number
    FROM wrong w
    JOIN free f ON f.id = w.id
    WHERE p.id = w.id AND p.kept_comments = w.kept
    RETURNING p.id
"""


def repair():
    # A right writer changes count and copy by the same: while the copy is what it was, or is so
    # again, the count is the one that was seen. Only another repair could break that.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REPAIRS])
        cursor.execute(SQL)
        return sorted(pk for (pk,) in cursor.fetchall())
