"""The offset of noon serves for both midnights. One of them is on the other side of a change.

Breaks: day
Fails: answer
"""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(zone))
    begin = datetime.combine(day, time.min, tzinfo=timezone(noon.utcoffset()))
    end = begin + timedelta(days=1)
    comments = Comment.objects.filter(created_at__gte=begin, created_at__lt=end)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
