"""RIGHT: plain SQL through a cursor; the range uses the index, the date is checked for what it finds."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

SQL = """
    SELECT id
      FROM discuss_comment
     WHERE created_at >= %s
       AND created_at < %s
       AND (created_at AT TIME ZONE %s)::date = %s
     ORDER BY created_at, id
"""


def of_day(day, zone):
    tz = ZoneInfo(zone)
    first, second = (datetime.combine(day, time(0, 0, fold=f), tzinfo=tz) for f in (0, 1))
    start = first if first.utcoffset() >= second.utcoffset() else second
    if day == date.max:
        end = "infinity"
    else:
        tomorrow = day + timedelta(days=1)
        first, second = (datetime.combine(tomorrow, time(0, 0, fold=f), tzinfo=tz) for f in (0, 1))
        end = first if first.utcoffset() <= second.utcoffset() else second
    with connection.cursor() as cursor:
        cursor.execute(SQL, [start, end, zone, day])
        return [pk for (pk,) in cursor.fetchall()]
