"""day

The day ends at 23:59:59.999999, of which there are two when the clocks go back from midnight to 23:00 (America/Santiago,
Asia/Beirut in autumn): the first is meant, and the comments of the hour that happens again are missing.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    first = datetime.combine(day, time.min, tzinfo=tz)
    last = datetime.combine(day, time.max, tzinfo=tz)
    comments = Comment.objects.filter(created_at__range=(first, last))
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
