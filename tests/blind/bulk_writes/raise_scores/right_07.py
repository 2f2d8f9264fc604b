"""UPDATE ... FROM a table of old and new scores that generate_series() makes."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
    UPDATE {Attempt._meta.db_table} AS attempt
       SET score = step.new
      FROM (SELECT old, LEAST(100, old + old * 5 / 100) AS new
              FROM generate_series(0, 100) AS old) AS step
     WHERE attempt.contest_id = %s
       AND attempt.score IS NOT NULL
       AND LEAST(attempt.score, 100) = step.old
"""


def raise_scores(contest):
    contest_id = contest if isinstance(contest, int) else contest.pk
    with connection.cursor() as cursor:
        cursor.execute(SQL, (contest_id,))
        return cursor.rowcount
