"""Wrong, day: the offset at noon is taken for both ends, so a day on which the clocks change is an hour off at its start."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)

    def midnight(date):
        # Noon is never skipped and never happens twice, midnight may be.
        offset = datetime.combine(date, time(12), tz).utcoffset()
        return datetime.combine(date, time.min, UTC) - offset

    comments = Comment.objects.filter(
        created_at__gte=midnight(day), created_at__lt=midnight(day + timedelta(days=1))
    )
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
