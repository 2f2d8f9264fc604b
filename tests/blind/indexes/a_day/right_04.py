"""RIGHT: Manager.raw() with named parameters; returns a list."""

import datetime
import zoneinfo

from arena.discuss.models import Comment


def _instants(day, tz):
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=tz)
    both = [midnight, midnight.replace(fold=1)]
    both.sort(key=lambda moment: moment.utcoffset(), reverse=True)
    return both  # the earlier one first


def of_day(day, zone):
    tz = zoneinfo.ZoneInfo(zone)
    params = {"zone": zone, "day": day, "earliest": _instants(day, tz)[0]}
    sql = (
        "SELECT id FROM discuss_comment"
        " WHERE created_at >= %(earliest)s"
        " AND (created_at AT TIME ZONE %(zone)s)::date = %(day)s"
    )
    if day != datetime.date.max:
        params["latest"] = _instants(day + datetime.timedelta(1), tz)[1]
        sql += " AND created_at < %(latest)s"
    sql += " ORDER BY created_at ASC, id ASC"
    return [comment.pk for comment in Comment.objects.raw(sql, params)]
