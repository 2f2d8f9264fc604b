"""Right: one SQL statement adds to each wrong post by how much it is wrong, which no writer changes; an advisory lock keeps two repairs apart."""

from django.db import connection, transaction

REPAIR = """
WITH counted AS MATERIALIZED (
    SELECT p.id, count(c.id) - p.kept_comments AS missing
    FROM discuss_post p LEFT JOIN discuss_comment c ON c.post_id = p.id AND c.is_approved
    GROUP BY p.id
), wrong AS MATERIALIZED (
    SELECT id, missing FROM counted WHERE missing <> 0
), free AS MATERIALIZED (
    SELECT p.id FROM discuss_post p WHERE p.id IN (SELECT id FROM wrong)
    ORDER BY p.id FOR NO KEY UPDATE OF p SKIP LOCKED
)
UPDATE discuss_post p SET kept_comments = p.kept_comments + wrong.missing
FROM wrong JOIN free ON free.id = wrong.id
WHERE p.id = wrong.id
RETURNING p.id
"""


def repair():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(815)")
        cursor.execute(REPAIR)
        return sorted(pk for (pk,) in cursor.fetchall())
