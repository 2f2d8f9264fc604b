"""Raw SQL: a CTE locks the attempts that need another medal in the order of their ids, then one UPDATE joins it."""

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
        ORDER BY a.id
        FOR UPDATE OF a
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
