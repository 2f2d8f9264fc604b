"""Two statements of plain SQL through Django's cursor; PostgreSQL's intervals arrive as timedeltas."""

from django.db import connection

AVERAGE = """
    SELECT avg(finished_at - started_at)
    FROM contests_attempt
    WHERE contest_id = %s AND finished_at IS NOT NULL
"""

QUICKEST = """
    SELECT person.username, attempt.finished_at - attempt.started_at AS taken
    FROM contests_attempt AS attempt
    JOIN accounts_user AS person ON person.id = attempt.user_id
    WHERE attempt.contest_id = %s AND attempt.finished_at IS NOT NULL
    ORDER BY taken, attempt.id DESC
    LIMIT %s
"""


def time_taken(contest_id, limit=10):
    with connection.cursor() as cursor:
        cursor.execute(AVERAGE, [contest_id])
        [average] = cursor.fetchone()
        cursor.execute(QUICKEST, [contest_id, limit])
        quickest = [{"name": name, "taken": taken} for name, taken in cursor.fetchall()]
    return {"average": average, "quickest": quickest}
