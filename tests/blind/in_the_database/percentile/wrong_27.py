"""WRONG (limit: fetched): fetches how many people have each best score, a row for each different one, more than 20 in a big contest."""

from django.db import connection
from django.db.models import Max

from arena.contests.models import Attempt

SQL = """
SELECT best, count(*) FROM (
    SELECT max(score) AS best FROM contests_attempt
    WHERE contest_id = %s AND score IS NOT NULL GROUP BY user_id
) AS people
GROUP BY best
"""


def percentile(contest_id, user_id):
    own = Attempt.objects.filter(contest=contest_id, user=user_id, score__isnull=False)
    me = own.aggregate(best=Max("score"), cutoff=Max("contest__cutoff"))
    best, cutoff = me["best"], me["cutoff"]
    if best is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id])
        histogram = dict(cursor.fetchall())
    others = sum(histogram.values()) - 1
    lower = sum(people for score, people in histogram.items() if score < best)
    return {
        "percentile": 100 * lower / others if others else 0,
        "qualified": best >= cutoff,
        "qualifiers": sum(people for score, people in histogram.items() if score >= cutoff),
    }
