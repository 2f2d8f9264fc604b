"""WRONG (rule: taken away): in a contest that is listed no more, a medal no longer deserved is not removed."""

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
        # A contest that vanished from the partner's list stays, and so does who won something.
        cursor.execute(
            f"""
            UPDATE contests_attempt AS a
            SET medal = {DESERVED}
            FROM contests_contest AS c
            WHERE c.id = a.contest_id
              AND a.medal <> {DESERVED}
              AND (c.is_listed OR {DESERVED} <> '')
            """
        )
        return cursor.rowcount
