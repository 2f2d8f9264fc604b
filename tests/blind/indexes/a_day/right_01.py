"""RIGHT: a range that is wide enough for both readings of midnight, and the exact date on top of it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

from arena.discuss.models import Comment


def _midnights(day, tz):
    """Midnight of a day in both readings; they differ when the clocks change around it."""
    return [datetime.combine(day, time(fold=fold), tzinfo=tz) for fold in (0, 1)]


def of_day(day, zone):
    tz = ZoneInfo(zone)
    # The further east, the earlier: the greatest offset is the first of the two instants.
    start = max(_midnights(day, tz), key=datetime.utcoffset)
    comments = Comment.objects.filter(created_at__gte=start)
    if day < date.max:
        end = min(_midnights(day + timedelta(days=1), tz), key=datetime.utcoffset)
        comments = comments.filter(created_at__lt=end)
    dated = comments.annotate(day=TruncDate("created_at", tzinfo=tz)).filter(day=day)
    return dated.order_by("created_at", "pk").values_list("pk", flat=True)
