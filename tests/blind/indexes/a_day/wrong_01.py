"""WRONG: "day: a day has 23 or 25 hours": this one always has 24, counted from its midnight."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    start = datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)
    end = start + timedelta(hours=24)
    comments = Comment.objects.filter(created_at__gte=start, created_at__lt=end)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
