"""WRONG (rule: rank): dense_rank(), so the ranks after equal people aren't skipped (1, 2, 2, 3)."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
    SELECT place
      FROM (
        SELECT user_id, dense_rank() OVER (ORDER BY max(score) DESC) AS place
          FROM {Attempt._meta.db_table}
         WHERE contest_id = %s AND score IS NOT NULL
         GROUP BY user_id
      ) AS people
     WHERE user_id = %s
"""


def my_rank(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id])
        row = cursor.fetchone()
    return row[0] if row else None
