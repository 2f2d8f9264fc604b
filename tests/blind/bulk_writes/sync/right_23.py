"""RIGHT: the feed goes to PostgreSQL as arrays, and three SQL statements compare and write there."""

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]

TABLE = Contest._meta.db_table
FEED = """
WITH feed AS (
    SELECT * FROM unnest(
        %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::integer[]
    ) AS f (slug, title, opens_at, closes_at, cutoff)
)
"""
VANISHED = f"""
UPDATE {TABLE} SET is_listed = FALSE
WHERE setter_id IS NULL AND is_listed AND slug <> ALL(%s::text[])
"""
CHANGED = f"""{FEED}
UPDATE {TABLE} c
SET title = f.title, opens_at = f.opens_at, closes_at = f.closes_at, cutoff = f.cutoff,
    is_listed = TRUE
FROM feed f
WHERE c.slug = f.slug AND c.setter_id IS NULL AND (
    (c.title, c.opens_at, c.closes_at, c.cutoff, c.is_listed)
    IS DISTINCT FROM (f.title, f.opens_at, f.closes_at, f.cutoff, TRUE)
)
"""
NEW = f"""{FEED}
INSERT INTO {TABLE} (slug, title, opens_at, closes_at, cutoff, is_listed)
SELECT f.slug, f.title, f.opens_at, f.closes_at, f.cutoff, TRUE
FROM feed f
WHERE NOT EXISTS (SELECT FROM {TABLE} c WHERE c.slug = f.slug AND c.setter_id IS NULL)
"""


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}
    columns = [list(wanted), *([row[field] for row in wanted.values()] for field in FIELDS)]
    done = {}
    with connection.cursor() as cursor:
        cursor.execute(NEW, columns)
        done["new"] = cursor.rowcount
        cursor.execute(CHANGED, columns)
        done["changed"] = cursor.rowcount
        cursor.execute(VANISHED, columns[:1])
        done["vanished"] = cursor.rowcount
    return done
