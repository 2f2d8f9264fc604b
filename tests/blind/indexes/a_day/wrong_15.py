"""Wrong, fetched: comments of the days before and after are fetched, and thrown away in Python."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    midnight = datetime.combine(day, time.min, UTC)
    near = (
        Comment.objects.filter(
            created_at__gte=midnight - timedelta(hours=18),
            created_at__lt=midnight + timedelta(hours=42),
        )
        .order_by("created_at", "pk")
        .values_list("pk", "created_at")
    )
    return [pk for pk, created_at in near if created_at.astimezone(tz).date() == day]
