"""It turns the two midnights of the zone into moments (the first one where a midnight happens twice), and asks for a half-open range."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    start, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    comments = Comment.objects.filter(created_at__gte=start, created_at__lt=end)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)


def midnight(day, zone):
    """Return the moment at which the day begins: fold=0, so the earlier of two, and where it is skipped, the end of the gap."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)
