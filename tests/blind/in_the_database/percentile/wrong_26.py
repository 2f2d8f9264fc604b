"""WRONG (rule: cut-off): "qualifiers" leaves out the people whose best is exactly the cut-off."""

from django.db import connection

from arena.contests.models import Attempt

SQL = """
SELECT share, best >= cutoff, qualifiers FROM (
    SELECT
        attempt.user_id,
        contest.cutoff,
        max(attempt.score) AS best,
        percent_rank() OVER (ORDER BY max(attempt.score)) AS share,
        count(*) FILTER (WHERE max(attempt.score) > contest.cutoff) OVER () AS qualifiers
    FROM contests_attempt AS attempt
    JOIN contests_contest AS contest ON contest.id = attempt.contest_id
    WHERE contest.id = %s AND attempt.score IS NOT NULL
    GROUP BY attempt.user_id, contest.cutoff
) AS people
WHERE user_id = %s
"""


def percentile(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id])
        row = cursor.fetchone()
    if row is None:
        return None
    share, qualified, qualifiers = row
    return {"percentile": 100 * share, "qualified": qualified, "qualifiers": qualifiers}
