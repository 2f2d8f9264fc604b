"""WRONG: "an hour happens twice": where it is the last hour of a day (America/Santiago or Asia/Beirut
in autumn), 23:59:59.999999 is read as the first of the two, and the second hour is lost."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    start = datetime.combine(day, time.min, tzinfo=tz)
    end = datetime.combine(day, time.max, tzinfo=tz)
    comments = Comment.objects.filter(created_at__gte=start, created_at__lte=end)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
