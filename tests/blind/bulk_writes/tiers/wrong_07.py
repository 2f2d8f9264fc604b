"""WRONG (rule: nothing else): the score is written too, as first read: one that changes meanwhile is put back.

Alone it changes nothing else. If somebody's change of a score is not committed when award() begins,
award() waits for it, and then overwrites that score with the old one.
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


SQL = """
    WITH judged AS MATERIALIZED (
        SELECT a.id, a.score, CASE
            WHEN a.score >= 90 THEN 'gold'
            WHEN a.score >= 75 THEN 'silver'
            WHEN a.score >= c.cutoff THEN 'bronze'
            ELSE ''
        END AS medal
        FROM contests_attempt AS a
        JOIN contests_contest AS c ON c.id = a.contest_id
    )
    UPDATE contests_attempt AS a
    -- Both together, so that a medal always fits the score beside it.
    SET (score, medal) = (judged.score, judged.medal)
    FROM judged
    WHERE judged.id = a.id AND judged.medal <> a.medal
"""


@transaction.atomic
def award():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.rowcount
