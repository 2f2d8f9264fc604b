"""fetched

If the clocks change at the day or beside it, three days are fetched, and Python picks the right comments:
shows only on these few days of a zone's year, as comments of the days before and after are fetched.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    noons = [datetime.combine(day + timedelta(days), time(12), tz) for days in (-1, 0, 1, 2)]
    comments = Comment.objects.order_by("created_at", "pk")
    if len({noon.utcoffset() for noon in noons}) == 1:
        start = datetime.combine(day, time(), tz).astimezone(UTC)
        comments = comments.filter(created_at__gte=start, created_at__lt=start + timedelta(days=1))
        return comments.values_list("pk", flat=True)
    around = comments.filter(created_at__gte=noons[0], created_at__lt=noons[2])
    return [
        key
        for key, instant in around.values_list("pk", "created_at")
        if instant.astimezone(tz).date() == day
    ]
