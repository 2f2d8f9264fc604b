"""SQL by hand that PostgreSQL and SQLite both understand."""

from django.db import connection

SQL = """
    UPDATE contests_attempt
    SET score = CASE WHEN score >= 96 THEN 100 ELSE score * 105 / 100 END
    WHERE contest_id = %s AND score IS NOT NULL
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest.pk])
        return cursor.rowcount
