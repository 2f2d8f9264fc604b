"""WRONG: "day: everything that the zone's calendar dates on it": the range that was added for the index
is the day of UTC, so what the zone dates on the day before or after UTC's midnight is lost."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

from arena.discuss.models import Comment


def of_day(day, zone):
    start = datetime.combine(day, time.min, tzinfo=timezone.utc)
    end = start + timedelta(days=1)
    near = Comment.objects.filter(created_at__gte=start, created_at__lt=end)
    dated = near.annotate(day=TruncDate("created_at", tzinfo=ZoneInfo(zone)))
    return dated.filter(day=day).order_by("created_at", "pk").values_list("pk", flat=True)
