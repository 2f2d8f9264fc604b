"""Window functions over the grouped bests: percent_rank() is the share, and the outer query picks the person."""

from django.db import connection

SQL = """
    SELECT 100 * ranked.share, ranked.best >= ranked.cutoff, ranked.qualifiers
    FROM (
        SELECT
            user_id,
            best,
            cutoff,
            percent_rank() OVER (ORDER BY best) AS share,
            count(*) FILTER (WHERE best >= cutoff) OVER () AS qualifiers
        FROM (
            SELECT attempt.user_id, max(attempt.score) AS best, contest.cutoff
            FROM contests_attempt attempt
            JOIN contests_contest contest ON contest.id = attempt.contest_id
            WHERE attempt.contest_id = %s AND attempt.score IS NOT NULL
            GROUP BY attempt.user_id, contest.cutoff
        ) bests
    ) ranked
    WHERE ranked.user_id = %s
"""


def percentile(contest_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [contest_id, user_id])
        row = cursor.fetchone()
    if row is None:
        return None
    return dict(zip(("percentile", "qualified", "qualifiers"), row, strict=True))
