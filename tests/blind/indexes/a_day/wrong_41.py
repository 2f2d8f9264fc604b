"""day

The day is taken for one stretch from midnight to midnight: shows where clocks went back over midnight, as
in America/St_Johns in 2010, whose 6 November lacks its repeated last hour, which the 7th has instead.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    start = datetime.combine(day, time.min, tzinfo=tz)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=tz)
    comments = Comment.objects.filter(created_at__gte=start, created_at__lt=end)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
