"""WRONG (rule: nothing else): of equal people, who started first gets the better rank."""

from django.db import connection

from arena.contests.models import Attempt

SQL = f"""
    SELECT place
      FROM (
        SELECT user_id,
               rank() OVER (ORDER BY max(score) DESC, min(started_at)) AS place
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
    return None if row is None else row[0]
