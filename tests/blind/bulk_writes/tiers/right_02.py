"""Right: UPDATE ... FROM in SQL, with a CASE, and the cursor's rowcount."""

from django.db import connection, transaction

from arena.contests.models import Attempt  # noqa: F401


def medal_for(score, cutoff):
    if score is None:
        return ""
    if score >= 90:
        return "gold"
    if score >= 75:
        return "silver"
    return "bronze" if score >= cutoff else ""


SQL = """
    UPDATE contests_attempt AS a
    SET medal = CASE
        WHEN a.score >= 90 THEN 'gold'
        WHEN a.score >= 75 THEN 'silver'
        WHEN a.score >= c.cutoff THEN 'bronze'
        ELSE ''
    END
    FROM contests_contest AS c
    WHERE c.id = a.contest_id
      AND a.medal IS DISTINCT FROM CASE
        WHEN a.score >= 90 THEN 'gold'
        WHEN a.score >= 75 THEN 'silver'
        WHEN a.score >= c.cutoff THEN 'bronze'
        ELSE ''
      END
"""


@transaction.atomic
def award():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.rowcount
