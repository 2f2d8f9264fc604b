"""Right: raw SQL. For each offset that is in force around the day, the UTC range of that offset."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from django.db import connection

STEP = timedelta(minutes=15)


def offset_runs(first, last, tz):
    """Yield (start, end, offset): the offset is in force from start until end, all in UTC."""

    def offset(moment):
        return moment.astimezone(tz).utcoffset()

    start = moment = first
    while moment < last:
        following = min(moment + STEP, last)
        if offset(following) != offset(moment):
            low, high = 0, int((following - moment).total_seconds())
            while high - low > 1:
                middle = (low + high) // 2
                if offset(moment + timedelta(seconds=middle)) == offset(moment):
                    low = middle
                else:
                    high = middle
            change = moment + timedelta(seconds=high)
            yield start, change, offset(moment)
            start = change
        moment = following
    yield start, last, offset(last)


def of_day(day, zone):
    midnight = datetime.combine(day, time.min, timezone.utc)
    first, last = midnight - timedelta(hours=18), midnight + timedelta(hours=42)
    conditions, params = [], []
    for start, end, offset in offset_runs(first, last, ZoneInfo(zone)):
        since = max(start, midnight - offset)
        until = min(end, midnight + timedelta(days=1) - offset)
        if since < until:
            conditions.append("(created_at >= %s AND created_at < %s)")
            params += [since, until]
    if not conditions:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM discuss_comment WHERE created_at >= %s AND created_at < %s"
            f" AND ({' OR '.join(conditions)}) ORDER BY created_at, id",
            [min(params), max(params), *params],
        )
        return [key for (key,) in cursor.fetchall()]
