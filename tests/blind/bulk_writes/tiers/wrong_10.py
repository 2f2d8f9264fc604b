"""WRONG (limit: fetched): a row for each contest with changes; if medals change in over 10 contests, over 10 rows."""

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
            WITH changed AS (
                UPDATE contests_attempt AS a
                SET medal = {DESERVED}
                FROM contests_contest AS c
                WHERE c.id = a.contest_id AND a.medal <> {DESERVED}
                RETURNING a.contest_id
            )
            SELECT contest_id, count(*) FROM changed GROUP BY contest_id
            """
        )
        per_contest = dict(cursor.fetchall())
    return sum(per_contest.values())
