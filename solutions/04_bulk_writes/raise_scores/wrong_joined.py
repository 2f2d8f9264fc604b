"""The new scores come from a subquery, which reads what was there when the statement began: a score
that another client stores while the UPDATE waits for its row is lost.

Breaks: meantime
Fails: meantime
"""

from django.db import connection

SQL = """
    WITH raised AS (
        SELECT id, CASE WHEN score >= 96 THEN 100 ELSE score * 105 / 100 END AS score
        FROM contests_attempt WHERE contest_id = %s AND score IS NOT NULL
    )
    UPDATE contests_attempt SET score = raised.score
    FROM raised WHERE contests_attempt.id = raised.id
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest.pk])
        return cursor.rowcount
