"""RIGHT: groups by person with HAVING; a raw CTE joins the person's line with all people's lines."""

from django.db import connection

from arena.contests.models import Attempt, Contest

SQL = """
WITH best AS (
    SELECT user_id, max(score) AS score FROM contests_attempt
    WHERE contest_id = %s GROUP BY user_id HAVING max(score) IS NOT NULL
)
SELECT
    me.score,
    count(other.user_id) - 1,
    count(*) FILTER (WHERE other.score < me.score),
    count(*) FILTER (WHERE other.score >= %s)
FROM best AS me CROSS JOIN best AS other
WHERE me.user_id = %s
GROUP BY me.score
"""


def percentile(contest_id, user_id):
    cutoffs = Contest.objects.filter(pk=contest_id).values_list("cutoff", flat=True)
    for cutoff in cutoffs:
        with connection.cursor() as cursor:
            cursor.execute(SQL, [contest_id, cutoff, user_id])
            row = cursor.fetchone()
        if row is not None:
            best, others, lower, qualifiers = row
            return {
                "percentile": lower * 100 / others if others else 0,
                "qualified": best >= cutoff,
                "qualifiers": qualifiers,
            }
    return None
