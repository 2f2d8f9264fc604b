"""Right: what changes is locked and put into a temporary table, then updated from there; the table is dropped."""

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


DESERVED = """
    CASE WHEN a.score >= 90 THEN 'gold'
         WHEN a.score >= 75 THEN 'silver'
         WHEN a.score >= c.cutoff THEN 'bronze'
         ELSE '' END
"""


@transaction.atomic
def award():
    with connection.cursor() as cursor:
        # Only what changes is locked. A score that somebody else is just changing is waited for.
        cursor.execute(
            f"""
            CREATE TEMPORARY TABLE medals_to_change ON COMMIT DROP AS
            SELECT a.id, {DESERVED} AS medal
            FROM contests_attempt AS a
            JOIN contests_contest AS c ON c.id = a.contest_id
            WHERE a.medal <> ({DESERVED})
            FOR NO KEY UPDATE OF a
            """
        )
        cursor.execute(
            """
            UPDATE contests_attempt AS a
            SET medal = d.medal
            FROM pg_temp.medals_to_change AS d
            WHERE d.id = a.id
            """
        )
        changed = cursor.rowcount
        cursor.execute("DROP TABLE pg_temp.medals_to_change")
    return changed
