"""Three SQL statements over unnest(): UPDATE, INSERT, UPDATE; rowcount counts."""

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



@transaction.atomic
def sync(rows):
    given = columns(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {TABLE} c SET title = w.title, opens_at = w.opens_at,
                closes_at = w.closes_at, cutoff = w.cutoff, is_listed = true
            FROM {GIVEN} WHERE c.slug = w.slug AND c.setter_id IS NULL AND {DIFFERS}
            """,
            given,
        )
        changed = cursor.rowcount
        cursor.execute(
            f"""
            INSERT INTO {TABLE} (slug, title, opens_at, closes_at, cutoff, is_listed)
            SELECT w.slug, w.title, w.opens_at, w.closes_at, w.cutoff, true FROM {GIVEN}
            WHERE NOT EXISTS (
                SELECT FROM {TABLE} c WHERE c.slug = w.slug AND c.setter_id IS NULL
            )
            """,
            given,
        )
        new = cursor.rowcount
        cursor.execute(
            f"""
            UPDATE {TABLE} SET is_listed = false
            WHERE setter_id IS NULL AND is_listed AND slug <> ALL(%s::text[])
            """,
            [given[0]],
        )
        return {"new": new, "changed": changed, "vanished": cursor.rowcount}
