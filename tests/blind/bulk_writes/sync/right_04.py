"""COPY into a temporary table, then one statement with CTEs writes and counts."""

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


TABLE = Contest._meta.db_table
SQL = f"""
WITH changed AS (
    UPDATE {TABLE} c SET title = w.title, opens_at = w.opens_at,
        closes_at = w.closes_at, cutoff = w.cutoff, is_listed = true
    FROM partner_list w
    WHERE c.slug = w.slug AND c.setter_id IS NULL
        AND (c.title, c.opens_at, c.closes_at, c.cutoff, c.is_listed)
            IS DISTINCT FROM (w.title, w.opens_at, w.closes_at, w.cutoff, true)
    RETURNING 1
), new AS (
    INSERT INTO {TABLE} (slug, title, opens_at, closes_at, cutoff, is_listed)
    SELECT w.slug, w.title, w.opens_at, w.closes_at, w.cutoff, true FROM partner_list w
    WHERE NOT EXISTS (SELECT FROM {TABLE} c WHERE c.slug = w.slug AND c.setter_id IS NULL)
    RETURNING 1
), vanished AS (
    UPDATE {TABLE} c SET is_listed = false
    WHERE c.setter_id IS NULL AND c.is_listed
        AND NOT EXISTS (SELECT FROM partner_list w WHERE w.slug = c.slug)
    RETURNING 1
)
SELECT (SELECT count(*) FROM new), (SELECT count(*) FROM changed), (SELECT count(*) FROM vanished)
"""


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE partner_list (slug text, title text, opens_at timestamptz,"
            " closes_at timestamptz, cutoff integer) ON COMMIT DROP"
        )
        with cursor.copy("COPY partner_list FROM STDIN") as copy:
            for slug, row in wanted.items():
                copy.write_row([slug, *(row[field] for field in FIELDS)])
        cursor.execute(SQL)
        counts = cursor.fetchone()
        cursor.execute("DROP TABLE partner_list")
    return dict(zip(["new", "changed", "vanished"], counts))
