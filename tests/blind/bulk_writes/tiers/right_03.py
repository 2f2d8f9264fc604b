"""Right: a CTE updates and tells (RETURNING new.medal, PostgreSQL 18); at most 4 rows are summed in Python."""

from django.db import connection, transaction

from arena.contests.models import Attempt


def medal_for(score, cutoff):
    if score is None:
        return ""
    if score >= 90:
        return "gold"
    if score >= 75:
        return "silver"
    return "bronze" if score >= cutoff else ""


DESERVED = """
    (CASE WHEN a.score >= 90 THEN 'gold'
          WHEN a.score >= 75 THEN 'silver'
          WHEN a.score >= c.cutoff THEN 'bronze'
          ELSE '' END)
"""


@transaction.atomic
def award():
    attempts = connection.ops.quote_name(Attempt._meta.db_table)
    contests = connection.ops.quote_name(Attempt.contest.field.related_model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH changed AS (
                UPDATE {attempts} AS a
                SET medal = {DESERVED}
                FROM {contests} AS c
                WHERE c.id = a.contest_id AND a.medal <> {DESERVED}
                RETURNING old.medal AS was, new.medal AS became
            )
            SELECT became, count(*) FROM changed WHERE was <> became GROUP BY became
            """
        )
        return sum(number for _, number in cursor.fetchall())
