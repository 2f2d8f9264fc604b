"""Sends the list as arrays; one SQL statement inserts, updates and unlists, and counts what it did."""

from django.db import connection, transaction

FIELDS = ["title", "opens_at", "closes_at", "cutoff"]
LOCK = "SELECT pg_advisory_xact_lock(hashtext('contests_contest'), 10)"
SYNC = """
    WITH wanted AS (
        SELECT * FROM unnest(
            %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::bigint[]
        ) AS list (slug, title, opens_at, closes_at, cutoff)
    ), added AS (
        INSERT INTO contests_contest (slug, title, opens_at, closes_at, cutoff, is_listed)
        SELECT slug, title, opens_at, closes_at, cutoff, true
        FROM wanted
        WHERE NOT EXISTS (
            SELECT FROM contests_contest AS contest
            WHERE contest.slug = wanted.slug AND contest.setter_id IS NULL
        )
        RETURNING id
    ), changed AS (
        UPDATE contests_contest AS contest
        SET title = wanted.title, opens_at = wanted.opens_at, closes_at = wanted.closes_at,
            cutoff = wanted.cutoff, is_listed = true
        FROM wanted
        WHERE contest.slug = wanted.slug
          AND contest.setter_id IS NULL
          AND (contest.title, contest.opens_at, contest.closes_at, contest.cutoff,
               contest.is_listed)
              IS DISTINCT FROM
              (wanted.title, wanted.opens_at, wanted.closes_at, wanted.cutoff, true)
        RETURNING contest.id
    ), vanished AS (
        UPDATE contests_contest AS contest
        SET is_listed = false
        WHERE contest.setter_id IS NULL
          AND contest.is_listed
          AND NOT EXISTS (SELECT FROM wanted WHERE wanted.slug = contest.slug)
        RETURNING contest.id
    )
    SELECT (SELECT count(*) FROM added),
           (SELECT count(*) FROM changed),
           (SELECT count(*) FROM vanished)
"""


@transaction.atomic
def sync(rows):
    wanted = {row["slug"]: row for row in rows}.values()
    columns = [[row[name] for row in wanted] for name in ["slug", *FIELDS]]
    with connection.cursor() as cursor:
        cursor.execute(LOCK)  # its own statement: the next one must see what another sync did
        cursor.execute(SYNC, columns)
        new, changed, vanished = cursor.fetchone()
    return {"new": new, "changed": changed, "vanished": vanished}
