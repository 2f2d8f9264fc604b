"""WRONG: "nothing else: no earlier call matters": the second call for a day gets the first one's list,
without the comments that were written in between."""

from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

from arena.discuss.models import Comment


@lru_cache(maxsize=64)
def of_day(day, zone):
    tz = ZoneInfo(zone)
    start = datetime.combine(day, time.min, tzinfo=tz)
    end = datetime.combine(day + timedelta(days=1), time(fold=1), tzinfo=tz)
    near = Comment.objects.filter(created_at__gte=start, created_at__lt=end)
    dated = near.annotate(day=TruncDate("created_at", tzinfo=tz)).filter(day=day)
    return list(dated.order_by("created_at", "pk").values_list("pk", flat=True))
