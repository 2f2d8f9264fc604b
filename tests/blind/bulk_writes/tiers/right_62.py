"""Raw SQL: UPDATE ... FROM the contests with a CASE, compared by IS DISTINCT FROM; the row count is the answer."""

from django.db import connection, transaction

CASE = """
    CASE
        WHEN attempt.score >= 90 THEN 'gold'
        WHEN attempt.score >= 75 THEN 'silver'
        WHEN attempt.score >= contest.cutoff THEN 'bronze'
        ELSE ''
    END
"""

SQL = f"""
UPDATE contests_attempt AS attempt
   SET medal = {CASE}
  FROM contests_contest AS contest
 WHERE contest.id = attempt.contest_id
   AND attempt.medal IS DISTINCT FROM {CASE}
"""


@transaction.atomic
def award():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.rowcount
