"""rows

The comments are in the order of the zone's clocks and not of time: shows with comments of the hour that
happens twice in autumn, as both hours are mixed, and one is before another that is older.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

SQL = """
SELECT id
FROM (
    SELECT id, created_at AT TIME ZONE %(zone)s AS shown
    FROM discuss_comment
    WHERE created_at >= %(first)s AND created_at < %(next)s
) AS comment
WHERE shown::date = %(day)s::date
ORDER BY shown, id
"""


def midnights(day, zone):
    local = datetime.combine(day, time(), ZoneInfo(zone))
    return [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]


def of_day(day, zone):
    edges = {
        "first": min(midnights(day, zone)),
        "next": max(midnights(day + timedelta(days=1), zone)),
    }
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"day": day, "zone": zone, **edges})
        return [key for (key,) in cursor.fetchall()]
