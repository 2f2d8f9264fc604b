"""Wrong, nothing else: the ends of a day are kept by its date alone. A second call with the same date and another zone gets the first zone's."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment

_ends = {}


def of_day(day, zone):
    if day not in _ends:
        tz = ZoneInfo(zone)
        start = datetime.combine(day, time.min, tz).astimezone(UTC)
        end = datetime.combine(day + timedelta(days=1), time.min, tz).astimezone(UTC)
        _ends[day] = start, end
    start, end = _ends[day]
    comments = Comment.objects.filter(created_at__gte=start, created_at__lt=end)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
