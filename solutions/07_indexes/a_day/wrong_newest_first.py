"""Newest first, as most lists are. This one has the oldest first.

Breaks: rows
Fails: answer
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    zone = ZoneInfo(zone)
    begin = datetime.combine(day, time.min, tzinfo=zone)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
    comments = Comment.objects.filter(created_at__gte=begin, created_at__lt=end)
    return comments.order_by("-created_at", "-pk").values_list("pk", flat=True)
