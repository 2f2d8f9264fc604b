"""WRONG: "fetched: no comment of another day": it fetches those of the day before and after as well,
and leaves them out in Python."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    noon = datetime.combine(day, time(12), tzinfo=timezone.utc)
    near = Comment.objects.filter(
        created_at__gte=noon - timedelta(hours=36), created_at__lt=noon + timedelta(hours=36)
    )
    rows = near.order_by("created_at", "pk").values_list("pk", "created_at")
    return [pk for pk, created_at in rows if created_at.astimezone(tz).date() == day]
