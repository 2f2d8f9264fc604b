"""UPDATE ... FROM, the join that update() can't write. PostgreSQL and SQLite both have it."""

from django.db import connection

SQL = """
    UPDATE contests_attempt
    SET medal = deserved.medal
    FROM (
        SELECT attempt.id,
               CASE WHEN score >= 90 THEN 'gold'
                    WHEN score >= 75 THEN 'silver'
                    WHEN score >= cutoff THEN 'bronze'
                    ELSE '' END AS medal
        FROM contests_attempt AS attempt
        JOIN contests_contest AS contest ON contest.id = attempt.contest_id
    ) AS deserved
    WHERE deserved.id = contests_attempt.id AND deserved.medal <> contests_attempt.medal
"""


def award():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.rowcount
