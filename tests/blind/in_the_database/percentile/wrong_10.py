"""WRONG (rule: percentile): bests are compared as real, which has 24 bits; two that differ, but are
above 16,777,216 and close (20,000,000 and 20,000,001), are ties, so the lower one is not counted.
"""

from django.db import connection

SQL = """
    WITH bests AS (
        SELECT user_id, max(score) AS best
        FROM contests_attempt
        WHERE contest_id = %(contest)s AND score IS NOT NULL
        GROUP BY user_id
    ),
    placed AS (
        SELECT
            user_id,
            best,
            100 * percent_rank() OVER (ORDER BY best::real) AS percentile,
            count(*) OVER () AS people
        FROM bests
    )
    SELECT
        me.percentile,
        me.people,
        me.best >= contest.cutoff,
        (SELECT count(*) FROM bests WHERE bests.best >= contest.cutoff)
    FROM placed AS me
    JOIN contests_contest AS contest ON contest.id = %(contest)s
    WHERE me.user_id = %(user)s
"""


def percentile(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"contest": contest_id, "user": user_id})
        row = cursor.fetchone()
    if row is None:
        return None
    share, people, qualified, qualifiers = row
    return {
        "percentile": share if people > 1 else 0,
        "qualified": qualified,
        "qualifiers": qualifiers,
    }
