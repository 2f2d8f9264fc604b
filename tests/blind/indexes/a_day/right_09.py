"""Right: the range of all instants that may be of the day, less the parts that aren't."""

import datetime as dt
from itertools import groupby
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def _dated(moment, tz):
    return moment.astimezone(tz).date()


def _edge(before, after, tz, day):
    """Bisect to the first second from which the answer is the later one."""
    late = _dated(after, tz) == day
    while after - before > dt.timedelta(seconds=1):
        middle = before + dt.timedelta(seconds=int((after - before).total_seconds()) // 2)
        if (_dated(middle, tz) == day) == late:
            after = middle
        else:
            before = middle
    return after


def of_day(day, zone):
    tz = ZoneInfo(zone)
    utc_midnight = dt.datetime(day.year, day.month, day.day, tzinfo=dt.timezone.utc)
    minutes = [utc_midnight + dt.timedelta(minutes=m) for m in range(-18 * 60, 42 * 60 + 1)]
    runs = [
        (inside, list(moments))
        for inside, moments in groupby(minutes, key=lambda moment: _dated(moment, tz) == day)
    ]
    # Between two runs lies an edge; the first and the last run are outside of the day.
    edges = [
        _edge(earlier[1][-1], later[1][0], tz, day) for earlier, later in zip(runs, runs[1:])
    ]
    comments = Comment.objects.order_by("created_at", "pk").values_list("pk", flat=True)
    if not edges:
        return list(comments.none())
    comments = comments.filter(created_at__gte=edges[0], created_at__lt=edges[-1])
    for start, end in zip(edges[1:-1:2], edges[2:-1:2]):
        comments = comments.exclude(created_at__gte=start, created_at__lt=end)
    return list(comments)
