"""One SQL statement groups to a best for each person in a CTE and counts it with FILTER."""

from django.db import connection

SQL = """
    WITH best AS (
        SELECT user_id, max(score) AS score
        FROM contests_attempt
        WHERE contest_id = %(contest)s AND score IS NOT NULL
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
