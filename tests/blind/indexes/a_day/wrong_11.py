"""Wrong, day: BETWEEN includes its end, so a comment of exactly the next midnight is listed on two days."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    start = datetime.combine(day, time.min, tz).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time.min, tz).astimezone(UTC)
    comments = Comment.objects.filter(created_at__range=(start, end))
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
