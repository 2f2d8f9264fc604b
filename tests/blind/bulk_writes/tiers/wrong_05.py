"""WRONG (rule: written): all attempts of a contest are written if the medal of one of them changes.

The medals, what is returned, and a second run (which writes nothing) are right.
"""

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


DESERVED = """
    (CASE WHEN a.score >= 90 THEN 'gold'
          WHEN a.score >= 75 THEN 'silver'
          WHEN a.score >= c.cutoff THEN 'bronze'
          ELSE '' END)
"""


@transaction.atomic
def award():
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH outdated AS (
                SELECT DISTINCT c.id, c.cutoff
                FROM contests_contest AS c
                JOIN contests_attempt AS a ON a.contest_id = c.id
                WHERE a.medal <> {DESERVED}
            ), written AS (
                UPDATE contests_attempt AS a
                SET medal = {DESERVED}
                FROM outdated AS c
                WHERE a.contest_id = c.id
                RETURNING old.medal AS was, new.medal AS became
            )
            SELECT count(*) FROM written WHERE was <> became
            """
        )
        return cursor.fetchone()[0]
