"""WRONG (rule: no score): NULL <> true is NULL: if a score is annulled (becomes NULL), the medal stays."""

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
      AND (
        -- what is deserved and what is there are not the same
        (a.score >= 90) <> (a.medal = 'gold')
        OR (a.score >= 75 AND a.score < 90) <> (a.medal = 'silver')
        OR (a.score >= c.cutoff AND a.score < 75) <> (a.medal = 'bronze')
      )
"""


@transaction.atomic
def award():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.rowcount
