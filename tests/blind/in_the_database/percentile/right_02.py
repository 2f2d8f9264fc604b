"""RIGHT: one statement of raw SQL; a CTE of everybody's best, joined with one's own."""

from django.db import connection

SQL = """
    WITH bests AS (
        SELECT user_id, max(score) AS best
        FROM contests_attempt
        WHERE contest_id = %(contest)s AND score IS NOT NULL
        GROUP BY user_id
    )
    SELECT
        me.best >= contest.cutoff,
        count(*) FILTER (WHERE bests.best >= contest.cutoff),
        count(*) FILTER (WHERE bests.best < me.best),
        count(*) - 1
    FROM bests
    CROSS JOIN (SELECT best FROM bests WHERE user_id = %(user)s) AS me
    JOIN contests_contest AS contest ON contest.id = %(contest)s
    GROUP BY me.best, contest.cutoff
"""


def percentile(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"contest": contest_id, "user": user_id})
        row = cursor.fetchone()
    if row is None:
        return None
    qualified, qualifiers, lower, others = row
    return {
        "percentile": 100 * lower / others if others else 0,
        "qualified": qualified,
        "qualifiers": qualifiers,
    }
