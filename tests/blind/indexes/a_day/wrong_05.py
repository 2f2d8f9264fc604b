"""WRONG: "rows: the keys of the comments of that day": __range is BETWEEN, which includes its end: a
comment at exactly the next midnight is listed on both days."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    start = datetime.combine(day, time.min, tzinfo=tz)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=tz)
    comments = Comment.objects.filter(created_at__range=(start, end))
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
