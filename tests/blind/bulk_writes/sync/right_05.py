"""One MERGE with RETURNING merge_action(), counted in SQL."""

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


TABLE = Contest._meta.db_table
GIVEN = """
    unnest(%s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::integer[])
    AS w(slug, title, opens_at, closes_at, cutoff)
"""
DIFFERS = """
    (c.title, c.opens_at, c.closes_at, c.cutoff, c.is_listed)
    IS DISTINCT FROM (w.title, w.opens_at, w.closes_at, w.cutoff, true)
"""


def columns(rows):
    wanted = {row["slug"]: row for row in rows}
    return [[row[f] for row in wanted.values()] for f in ["slug", *FIELDS]]



SQL = f"""
WITH done AS (
    MERGE INTO {TABLE} c USING {GIVEN} ON c.slug = w.slug
    WHEN MATCHED AND c.setter_id IS NULL AND {DIFFERS} THEN UPDATE SET title = w.title, opens_at = w.opens_at,
        closes_at = w.closes_at, cutoff = w.cutoff, is_listed = true
    WHEN NOT MATCHED THEN INSERT (slug, title, opens_at, closes_at, cutoff, is_listed)
        VALUES (w.slug, w.title, w.opens_at, w.closes_at, w.cutoff, true)
    WHEN NOT MATCHED BY SOURCE AND c.setter_id IS NULL AND c.is_listed THEN UPDATE SET is_listed = false
    RETURNING merge_action() AS action, c.is_listed AS listed
)
SELECT count(*) FILTER (WHERE action = 'INSERT'),
    count(*) FILTER (WHERE action = 'UPDATE' AND listed),
    count(*) FILTER (WHERE action = 'UPDATE' AND NOT listed)
FROM done
"""


@transaction.atomic
def sync(rows):
    with connection.cursor() as cursor:
        cursor.execute(SQL, columns(rows))
        new, changed, vanished = cursor.fetchone()
    return {"new": new, "changed": changed, "vanished": vanished}
