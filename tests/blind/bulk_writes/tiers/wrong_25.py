"""WRONG (rule: no score): NULL counts as 0, which is bronze where the cut-off is 0."""

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


MEDAL = """
CASE
    WHEN COALESCE(a.score, 0) >= 90 THEN 'gold'
    WHEN COALESCE(a.score, 0) >= 75 THEN 'silver'
    WHEN COALESCE(a.score, 0) >= c.cutoff THEN 'bronze'
    ELSE ''
END
"""


def award():
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Attempt._meta.db_table} a SET medal = {MEDAL}"
            f" FROM {Contest._meta.db_table} c WHERE c.id = a.contest_id AND a.medal <> {MEDAL}"
        )
        return cursor.rowcount
