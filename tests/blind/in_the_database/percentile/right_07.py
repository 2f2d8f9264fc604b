"""RIGHT: psycopg's own cursor with dict rows; the hypothetical-set aggregate percent_rank() tells
where one's best would stand among the others.
"""

from django.db import connection
from psycopg.rows import dict_row

SQL = """
    WITH bests AS (
        SELECT user_id, max(score) AS best
        FROM contests_attempt
        WHERE contest_id = %(contest)s AND score IS NOT NULL
        GROUP BY user_id
    )
    SELECT
        me.best >= contest.cutoff AS qualified,
        (SELECT count(*) FROM bests WHERE bests.best >= contest.cutoff) AS qualifiers,
        (SELECT count(*) FROM bests WHERE bests.user_id <> me.user_id) AS others,
        (
            SELECT 100 * percent_rank(me.best) WITHIN GROUP (ORDER BY bests.best)
            FROM bests
            WHERE bests.user_id <> me.user_id
        ) AS percentile
    FROM bests AS me
    JOIN contests_contest AS contest ON contest.id = %(contest)s
    WHERE me.user_id = %(user)s
"""


def percentile(contest_id, user_id):
    connection.ensure_connection()
    with connection.connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(SQL, {"contest": contest_id, "user": user_id})
        row = cursor.fetchone()
    if row is None:
        return None
    if not row.pop("others"):
        row["percentile"] = 0
    return row
