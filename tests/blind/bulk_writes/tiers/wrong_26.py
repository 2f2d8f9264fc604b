"""WRONG (rule: taken away): a medal is raised or removed, but not replaced by a lower one."""

from django.db import connection, transaction  # noqa: F401

from arena.contests.models import Attempt, Contest  # noqa: F401


def medal_for(score, cutoff):
    if score is None:
        return ""
    if score >= 90:
        return "gold"
    if score >= 75:
        return "silver"
    return "bronze" if score >= cutoff else ""


SQL = f"""
UPDATE {Attempt._meta.db_table} a
SET medal = d.medal
FROM (
    SELECT a.id, CASE
        WHEN a.score >= 90 THEN 'gold'
        WHEN a.score >= 75 THEN 'silver'
        WHEN a.score >= c.cutoff THEN 'bronze'
        ELSE ''
    END AS medal
    FROM {Attempt._meta.db_table} a JOIN {Contest._meta.db_table} c ON c.id = a.contest_id
) d
WHERE d.id = a.id AND (
    (d.medal = 'gold' AND a.medal <> 'gold')
    OR (d.medal = 'silver' AND a.medal IN ('', 'bronze'))
    OR (d.medal = 'bronze' AND a.medal = '')
    OR (d.medal = '' AND a.medal <> '')
)
"""


@transaction.atomic
def award():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.rowcount
