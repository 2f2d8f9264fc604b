"""PostgreSQL works out both midnights by the offsets before and after them, in the same query."""

from django.db import connection

SQL = """
WITH reading AS MATERIALIZED (
    -- What each midnight is in UTC, by the zone's offset of a day before and of a day after.
    SELECT edge.which, edge.shown,
           (edge.shown - (
               (near.instant AT TIME ZONE %(zone)s) - (near.instant AT TIME ZONE 'UTC')
           )) AT TIME ZONE 'UTC' AS instant
    FROM (
        VALUES ('first', %(day)s::date::timestamp), ('next', (%(day)s::date + 1)::timestamp)
    ) AS edge (which, shown)
    CROSS JOIN LATERAL (
        VALUES ((edge.shown AT TIME ZONE 'UTC') - interval '1 day'),
               ((edge.shown AT TIME ZONE 'UTC') + interval '1 day')
    ) AS near (instant)
), checked AS MATERIALIZED (
    SELECT which, instant, (instant AT TIME ZONE %(zone)s) = shown AS is_shown FROM reading
)
SELECT comment.id
FROM discuss_comment AS comment
-- From the first time that the clocks show midnight to the last time that they show the next. If
-- they jump over it, no reading is shown, and the outer one is at the jump or beyond.
WHERE comment.created_at >= (
    SELECT coalesce(min(instant) FILTER (WHERE is_shown), min(instant))
    FROM checked WHERE which = 'first'
)
AND comment.created_at < (
    SELECT coalesce(max(instant) FILTER (WHERE is_shown), max(instant))
    FROM checked WHERE which = 'next'
)
-- Clocks that go back over midnight show the end of the day before, in between.
AND (comment.created_at AT TIME ZONE %(zone)s)::date = %(day)s::date
ORDER BY comment.created_at, comment.id
"""


def of_day(day, zone):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"day": day, "zone": zone})
        return [key for (key,) in cursor.fetchall()]
