"""Wrong, day: ends at the first 23:59:59.999999. Where the clocks go back from midnight to 23:00 (Sao Paulo until 2018), the second hour is missing."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    start = datetime.combine(day, time.min, tz)
    end = datetime.combine(day, time.max, tz)
    comments = Comment.objects.filter(created_at__range=(start, end))
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
