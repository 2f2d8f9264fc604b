"""The day ends at 23:59:59. Its last second has a million further moments.

Breaks: rows
Fails: answer
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    zone = ZoneInfo(zone)
    begin = datetime.combine(day, time(0, 0, 0), tzinfo=zone)
    end = datetime.combine(day, time(23, 59, 59), tzinfo=zone)
    comments = Comment.objects.filter(created_at__range=(begin, end))
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
