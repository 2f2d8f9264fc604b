"""Right: no CASE: width_bucket() counts how many of three sorted limits are reached, an array has the medals."""

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


# A cut-off over 75 gives no bronze, as silver comes before: LEAST keeps the limits sorted.
MEDAL = """
    (ARRAY['', 'bronze', 'silver', 'gold'])
    [1 + COALESCE(width_bucket(a.score, ARRAY[LEAST(c.cutoff, 75), 75, 90]), 0)]
"""


@transaction.atomic
def award():
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE contests_attempt AS a SET medal = {MEDAL}
            FROM contests_contest AS c
            WHERE c.id = a.contest_id AND a.medal IS DISTINCT FROM {MEDAL}
            """
        )
        return cursor.rowcount
