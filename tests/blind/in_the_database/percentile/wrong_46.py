"""percentile (right to a thousandth) and cut-off: estimated for large contests.

From 10,000 people with a score on, only every tenth of them (and the person) is counted, and
qualifiers is ten times what was found. Smaller contests are counted exactly."""

from django.db import connection

SQL = """
    WITH best AS (
        SELECT user_id, max(score) AS score
        FROM contests_attempt
        WHERE contest_id = %(contest)s AND score IS NOT NULL
            AND (%(step)s = 1 OR user_id %% %(step)s = 0 OR user_id = %(user)s)
        GROUP BY user_id
    ), mine AS (
        SELECT best.score, contests_contest.cutoff
        FROM best, contests_contest
        WHERE best.user_id = %(user)s AND contests_contest.id = %(contest)s
    )
    SELECT
        count(*),
        count(*) FILTER (WHERE best.score < mine.score),
        count(*) FILTER (WHERE best.score >= mine.cutoff),
        mine.score >= mine.cutoff
    FROM best CROSS JOIN mine
    GROUP BY mine.score, mine.cutoff
"""
SIZE = """
    SELECT count(DISTINCT user_id) FROM contests_attempt
    WHERE contest_id = %s AND score IS NOT NULL
"""


def percentile(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SIZE, [contest_id])
        (size,) = cursor.fetchone()
        step = 10 if size >= 10_000 else 1
        cursor.execute(SQL, {"contest": contest_id, "user": user_id, "step": step})
        row = cursor.fetchone()
    if row is None:
        return None
    people, lower, qualifiers, qualified = row
    return {
        "percentile": 100 * lower / (people - 1) if people > 1 else 0,
        "qualified": qualified,
        "qualifiers": qualifiers * step,
    }
