"""WRONG (limit: fetched): RETURNING sends a row for each attempt, only to be counted."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
UPDATE {Attempt._meta.db_table}
SET score = CASE WHEN score > 95 THEN 100 ELSE score + score * 5 / 100 END
WHERE contest_id = %s AND score IS NOT NULL
RETURNING id
"""


def raise_scores(contest):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest.pk])
        return len(cursor.fetchall())
