"""day

The day ends with its last microsecond, of which Python means the first if there are two: shows where the
hour before midnight happens twice, as in America/Sao_Paulo on 2018-02-17, whose last hour is missing.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    whole = (datetime.combine(day, time.min, tz), datetime.combine(day, time.max, tz))
    comments = Comment.objects.filter(created_at__range=whole)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
