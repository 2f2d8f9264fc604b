"""Window functions in SQL: PERCENT_RANK is the share of the others that are lower, from 0 to 1.

The condition on the person stands outside, so that the windows see everybody.
"""

from django.db import connection

SQL = """
    SELECT percentile, qualified, qualifiers FROM (
        SELECT
            best.user_id,
            100 * PERCENT_RANK() OVER (ORDER BY best.score) AS percentile,
            best.score >= contest.cutoff AS qualified,
            COUNT(*) FILTER (WHERE best.score >= contest.cutoff) OVER () AS qualifiers
        FROM (
            SELECT user_id, contest_id, MAX(score) AS score FROM contests_attempt
            WHERE contest_id = %s AND score IS NOT NULL GROUP BY user_id, contest_id
        ) AS best
        JOIN contests_contest contest ON contest.id = best.contest_id
    ) AS board
    WHERE user_id = %s
"""


def percentile(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id])
        row = cursor.fetchone()
    if row is None:
        return None
    share, qualified, qualifiers = row
    return {"percentile": share, "qualified": bool(qualified), "qualifiers": qualifiers}
