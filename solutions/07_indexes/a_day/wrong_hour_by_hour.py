"""A query for each hour of the day, and there are as many as the day has.

Breaks: queries
Fails: reads
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    zone = ZoneInfo(zone)
    begin = datetime.combine(day, time.min, tzinfo=zone)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
    hour, end = begin.astimezone(UTC), end.astimezone(UTC)
    keys = []
    while hour < end:
        later = min(hour + timedelta(hours=1), end)
        comments = Comment.objects.filter(created_at__gte=hour, created_at__lt=later)
        keys += comments.order_by("created_at", "pk").values_list("pk", flat=True)
        hour = later
    return keys
