"""day

Each day has 24 hours here: on the day when clocks go back the last hour is missing, and when they go forward an hour of the
next day is listed too.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    end = start + timedelta(days=1)
    comments = Comment.objects.filter(created_at__gte=start, created_at__lt=end)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
