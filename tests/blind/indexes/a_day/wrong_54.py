"""rows

The range holds both its ends: a comment that was written exactly at the midnight after the day is listed on it too.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    midnights = [
        datetime.combine(date, time.min, tzinfo=tz) for date in (day, day + timedelta(days=1))
    ]
    comments = Comment.objects.filter(created_at__range=midnights)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
