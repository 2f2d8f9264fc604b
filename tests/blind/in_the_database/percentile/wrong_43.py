"""nothing else: another column matters.

A contest that is listed no more (is_listed=False, a partner took it from the list) keeps its
attempts, but here everybody's result becomes None."""

from django.db import connection

SQL = """
    WITH contest AS (
        SELECT id, cutoff FROM contests_contest WHERE id = %(contest)s AND is_listed
    ), best AS (
        SELECT attempt.user_id, max(attempt.score) AS score
        FROM contests_attempt attempt JOIN contest ON contest.id = attempt.contest_id
        WHERE attempt.score IS NOT NULL
        GROUP BY attempt.user_id
    ), mine AS (
        SELECT best.score, contest.cutoff FROM best, contest WHERE best.user_id = %(user)s
    )
    SELECT
        count(*),
        count(*) FILTER (WHERE best.score < mine.score),
        count(*) FILTER (WHERE best.score >= mine.cutoff),
        mine.score >= mine.cutoff
    FROM best CROSS JOIN mine
    GROUP BY mine.score, mine.cutoff
"""


def percentile(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"contest": contest_id, "user": user_id})
        row = cursor.fetchone()
    if row is None:
        return None
    people, lower, qualifiers, qualified = row
    return {
        "percentile": 100 * lower / (people - 1) if people > 1 else 0,
        "qualified": qualified,
        "qualifiers": qualifiers,
    }
