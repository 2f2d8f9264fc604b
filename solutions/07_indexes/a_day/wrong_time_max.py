"""The day ends with its last microsecond. Where 23:59 happens twice, that is the first time.

It is right wherever the clocks don't change at midnight.

Breaks: day
Fails: answer
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    zone = ZoneInfo(zone)
    begin = datetime.combine(day, time.min, tzinfo=zone)
    end = datetime.combine(day, time.max, tzinfo=zone)
    comments = Comment.objects.filter(created_at__range=(begin, end))
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
