"""medals

SKIP LOCKED passes over each attempt that somebody else's transaction has locked at that moment: it
keeps a wrong medal until the next night.
"""

from django.db import connection, transaction

DESERVED = """
    CASE WHEN a.score >= 90 THEN 'gold'
         WHEN a.score >= 75 THEN 'silver'
         WHEN a.score >= c.cutoff THEN 'bronze'
         ELSE ''
    END
"""

SQL = f"""
    WITH due AS (
        SELECT a.id, {DESERVED} AS medal
        FROM contests_attempt a
        JOIN contests_contest c ON c.id = a.contest_id
        WHERE a.medal <> {DESERVED}
        FOR UPDATE OF a SKIP LOCKED
    )
    UPDATE contests_attempt t
    SET medal = due.medal
    FROM due
    WHERE t.id = due.id
"""


@transaction.atomic
def award():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.rowcount
