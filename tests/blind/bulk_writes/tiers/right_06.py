"""Right: three tiers as VALUES beside each contest; the first that the score reaches gives the medal."""

from django.db import connection

from arena.contests.models import Attempt  # noqa: F401


def medal_for(score, cutoff):
    if score is None:
        return ""
    if score >= 90:
        return "gold"
    if score >= 75:
        return "silver"
    return "bronze" if score >= cutoff else ""


FIRST_REACHED = """
    COALESCE(
        (
            SELECT tier.medal
            FROM (VALUES (1, 'gold', 90), (2, 'silver', 75), (3, 'bronze', c.cutoff))
                AS tier (place, medal, lowest)
            WHERE a.score >= tier.lowest
            ORDER BY tier.place
            LIMIT 1
        ),
        ''
    )
"""


def award():
    # One statement is a transaction already.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE contests_attempt AS a
            SET medal = {FIRST_REACHED}
            FROM contests_contest AS c
            WHERE c.id = a.contest_id AND a.medal <> {FIRST_REACHED}
            """
        )
        return cursor.rowcount
