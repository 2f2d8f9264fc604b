"""RIGHT: the database sorts the others into at most four classes (lower or not, qualified or not)
and counts each; Python adds the classes up.
"""

from django.db import connection

from arena.contests.models import Attempt

CLASSES = """
    SELECT best < %s, best >= %s, count(*)
    FROM (
        SELECT max(score) AS best
        FROM contests_attempt
        WHERE contest_id = %s AND user_id <> %s AND score IS NOT NULL
        GROUP BY user_id
    ) AS others
    GROUP BY 1, 2
"""


def percentile(contest_id, user_id):
    mine = (
        Attempt.objects.filter(contest=contest_id, user=user_id, score__isnull=False)
        .order_by("-score")
        .values_list("score", "contest__cutoff")[:1]
    )
    for best, cutoff in mine:
        break
    else:
        return None
    with connection.cursor() as cursor:
        cursor.execute(CLASSES, [best, cutoff, contest_id, user_id])
        classes = cursor.fetchall()
    others = sum(number for _, _, number in classes)
    lower = sum(number for is_lower, _, number in classes if is_lower)
    reached = sum(number for _, has_reached, number in classes if has_reached)
    return {
        "percentile": 100 * lower / others if others else 0,
        "qualified": best >= cutoff,
        "qualifiers": reached + (best >= cutoff),
    }
