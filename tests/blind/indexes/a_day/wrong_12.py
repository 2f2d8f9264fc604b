"""Wrong, rows: sorted by the key, as if comments got their keys in the order of created_at; imported or slowly committed ones did not."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    start = datetime.combine(day, time.min, tz).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time.min, tz).astimezone(UTC)
    comments = Comment.objects.filter(created_at__gte=start, created_at__lt=end)
    return comments.order_by("pk").values_list("pk", flat=True)
