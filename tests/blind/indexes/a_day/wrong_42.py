"""day

PostgreSQL turns both midnights into instants, and takes the second of two: shows where the hour after
midnight happens twice, as in America/Havana on 2024-11-03, whose first hour is given to the day before.
"""

from django.db import connection

SQL = """
SELECT id FROM discuss_comment
WHERE created_at >= (%(day)s::date::timestamp AT TIME ZONE %(zone)s)
  AND created_at < ((%(day)s::date + 1)::timestamp AT TIME ZONE %(zone)s)
ORDER BY created_at, id
"""


def of_day(day, zone):
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"day": day, "zone": zone})
        return [key for (key,) in cursor.fetchall()]
