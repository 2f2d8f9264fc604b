"""Computes each person's percentile by a count of their own, and then picks one person.

One statement and one row. But the database counts once for each person, although only one of them
asked.

Breaks: speed
Fails: speed
"""

from django.db import connection

SQL = """
    WITH best AS MATERIALIZED (
        SELECT user_id, contest_id, MAX(score) AS score FROM contests_attempt
        WHERE contest_id = %s AND score IS NOT NULL GROUP BY user_id, contest_id
    ), board AS MATERIALIZED (
        SELECT
            best.user_id,
            (SELECT COUNT(*) FROM best other WHERE other.score < best.score) AS lower,
            (SELECT COUNT(*) FROM best) - 1 AS others,
            best.score >= contest.cutoff AS qualified,
            (SELECT COUNT(*) FROM best other WHERE other.score >= contest.cutoff) AS qualifiers
        FROM best JOIN contests_contest contest ON contest.id = best.contest_id
    )
    SELECT lower, others, qualified, qualifiers FROM board WHERE user_id = %s
"""


def percentile(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id])
        row = cursor.fetchone()
    if row is None:
        return None
    lower, others, qualified, qualifiers = row
    return {
        "percentile": 100 * lower / others if others else 0,
        "qualified": bool(qualified),
        "qualifiers": qualifiers,
    }
