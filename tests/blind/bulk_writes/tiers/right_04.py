"""Right: medal_for() is made once more as a temporary SQL function of the session, and used by one UPDATE."""

from django.db import connection, transaction

from arena.contests.models import Attempt  # noqa: F401


def medal_for(score, cutoff):
    if score is None:
        return ""
    if score >= 90:
        return "gold"
    if score >= 75:
        return "silver"
    return "bronze" if score >= cutoff else ""


FUNCTION = """
    CREATE OR REPLACE FUNCTION pg_temp.medal_for(score integer, cutoff integer) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
        SELECT CASE WHEN $1 IS NULL THEN ''
                    WHEN $1 >= 90 THEN 'gold'
                    WHEN $1 >= 75 THEN 'silver'
                    WHEN $1 >= $2 THEN 'bronze'
                    ELSE '' END
    $$
"""
UPDATE = """
    UPDATE contests_attempt AS a
    SET medal = pg_temp.medal_for(a.score, c.cutoff)
    FROM contests_contest AS c
    WHERE a.contest_id = c.id AND a.medal <> pg_temp.medal_for(a.score, c.cutoff)
"""


@transaction.atomic
def award():
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        cursor.execute(UPDATE)
        return cursor.rowcount
