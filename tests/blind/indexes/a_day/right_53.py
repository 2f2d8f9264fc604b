"""It searches the first moment that the zone's own calendar dates on a day, whatever its clocks do, and reads with a raw statement."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from django.db import connections, router

from arena.discuss.models import Comment

SQL = """
    SELECT id FROM discuss_comment
    WHERE created_at >= %s AND created_at < %s
    ORDER BY created_at, id
"""
SECOND = timedelta(seconds=1)


def of_day(day, zone):
    tz = ZoneInfo(zone)
    limits = [first_moment(day, tz), first_moment(day + timedelta(days=1), tz)]
    with connections[router.db_for_read(Comment)].cursor() as cursor:
        cursor.execute(SQL, limits)
        return [pk for (pk,) in cursor.fetchall()]


def first_moment(day, tz):
    """Halve the time until one second is left: before it the zone has an earlier date, at its end this one or a later one."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.utc)
    before, after = noon - timedelta(hours=36), noon + timedelta(hours=36)
    while after - before > SECOND:
        middle = before + (after - before) // 2 // SECOND * SECOND
        if middle.astimezone(tz).date() < day:
            before = middle
        else:
            after = middle
    return after
