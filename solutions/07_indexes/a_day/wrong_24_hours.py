"""Every day has 24 hours in UTC. When the clocks change, it has 23 or 25.

It is right on all other days of the year.

Breaks: day
Fails: answer
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    begin = datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    end = begin + timedelta(hours=24)
    comments = Comment.objects.filter(created_at__gte=begin, created_at__lt=end)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
