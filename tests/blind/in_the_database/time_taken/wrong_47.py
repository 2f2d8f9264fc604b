"""no writes: it stores a view.

Each call creates or replaces a temporary view in the database's catalog, which stays until the
connection ends. In a READ ONLY transaction (or on a replica) it fails with an error."""

from django.db import connection

VIEW = """
    CREATE OR REPLACE TEMPORARY VIEW finished_attempts AS
    SELECT attempt.contest_id, attempt.id, person.username,
        attempt.finished_at - attempt.started_at AS taken
    FROM contests_attempt attempt JOIN accounts_user person ON person.id = attempt.user_id
    WHERE attempt.finished_at IS NOT NULL
"""
AVERAGE = "SELECT avg(taken) FROM finished_attempts WHERE contest_id = %s"
QUICKEST = """
    SELECT username, taken FROM finished_attempts WHERE contest_id = %s
    ORDER BY taken, id DESC LIMIT %s
"""


def time_taken(contest_id, limit=10):
    with connection.cursor() as cursor:
        cursor.execute(VIEW)
        cursor.execute(AVERAGE, [contest_id])
        (average,) = cursor.fetchone()
        cursor.execute(QUICKEST, [contest_id, limit])
        quickest = [{"name": name, "taken": taken} for name, taken in cursor.fetchall()]
    return {"average": average, "quickest": quickest}
