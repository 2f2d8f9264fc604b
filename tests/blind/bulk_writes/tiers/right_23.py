"""RIGHT: the tiers are rows of VALUES; the best that a score reaches is found by a lateral join."""

from django.db import connection, transaction  # noqa: F401

from arena.contests.models import Attempt, Contest  # noqa: F401


def medal_for(score, cutoff):
    if score is None:
        return ""
    if score >= 90:
        return "gold"
    if score >= 75:
        return "silver"
    return "bronze" if score >= cutoff else ""


SQL = f"""
WITH deserved AS (
    SELECT a.id, a.score, COALESCE(best.medal, '') AS medal
    FROM {Attempt._meta.db_table} a
    JOIN {Contest._meta.db_table} c ON c.id = a.contest_id
    LEFT JOIN LATERAL (
        SELECT t.medal
        FROM (VALUES (1, 'gold', 90), (2, 'silver', 75), (3, 'bronze', c.cutoff))
            AS t (place, medal, at_least)
        WHERE a.score >= t.at_least
        ORDER BY t.place
        LIMIT 1
    ) best ON TRUE
    WHERE a.medal <> COALESCE(best.medal, '')
    FOR NO KEY UPDATE OF a
),
changed AS (
    UPDATE {Attempt._meta.db_table} a
    SET medal = d.medal
    FROM deserved d
    WHERE a.id = d.id
    RETURNING 1
)
SELECT count(*) FROM changed
"""


@transaction.atomic
def award():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return cursor.fetchone()[0]
