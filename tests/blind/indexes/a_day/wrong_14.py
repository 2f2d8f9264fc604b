"""Wrong, reads: only the start is a range that the index has. For a day long ago, every comment since then is read."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    # Some hours earlier than midnight, whatever the clocks do; the date decides.
    since = datetime.combine(day, time.min, tz) - timedelta(hours=3)
    comments = (
        Comment.objects.filter(created_at__gte=since)
        .annotate(day=TruncDate("created_at", tzinfo=tz))
        .filter(day=day)
    )
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
