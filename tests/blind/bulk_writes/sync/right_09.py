"""JSON (with whole timestamps) becomes a table in SQL; two statements write."""

import json

from django.db import connection, transaction

from arena.contests.models import Contest

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]


TABLE = Contest._meta.db_table
LIST = """
    jsonb_to_recordset(%s::jsonb)
    AS w(slug text, title text, opens_at timestamptz, closes_at timestamptz, cutoff integer)
"""
WRITE = f"""
WITH w AS MATERIALIZED (SELECT * FROM {LIST}), changed AS (
    UPDATE {TABLE} c SET title = w.title, opens_at = w.opens_at,
        closes_at = w.closes_at, cutoff = w.cutoff, is_listed = true
    FROM w WHERE c.slug = w.slug AND c.setter_id IS NULL
        AND (c.title <> w.title OR c.opens_at <> w.opens_at OR c.closes_at <> w.closes_at
            OR c.cutoff <> w.cutoff OR NOT c.is_listed)
    RETURNING 1
), new AS (
    INSERT INTO {TABLE} (slug, title, opens_at, closes_at, cutoff, is_listed)
    SELECT w.slug, w.title, w.opens_at, w.closes_at, w.cutoff, true
    FROM w LEFT JOIN {TABLE} c ON c.slug = w.slug AND c.setter_id IS NULL WHERE c.id IS NULL
    RETURNING 1
)
SELECT (SELECT count(*) FROM new), (SELECT count(*) FROM changed)
"""


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: {f: row[f] for f in ["slug", *FIELDS]} for row in rows}
    text = json.dumps(list(wanted.values()), default=lambda moment: moment.isoformat())
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [text])
        new, changed = cursor.fetchone()
    listed = Contest.objects.filter(setter=None, is_listed=True)
    vanished = listed.exclude(slug__in=list(wanted)).update(is_listed=False)
    return {"new": new, "changed": changed, "vanished": vanished}
