"""WRONG (limit: speed): each attempt is joined with all better ones of the same person; that is fast
with many people, but 2,000 attempts of ten people make 200,000 pairs, of one person 2,000,000.
"""

from django.db import connection

SQL = """
    WITH bests AS (
        SELECT DISTINCT mine.user_id, mine.score AS best
        FROM contests_attempt AS mine
        LEFT JOIN contests_attempt AS better
            ON better.contest_id = mine.contest_id
            AND better.user_id = mine.user_id
            AND better.score > mine.score
        WHERE mine.contest_id = %(contest)s AND mine.score IS NOT NULL
        GROUP BY mine.id
        HAVING count(better.id) = 0
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
