"""WRONG: "ties go to the lower key": it is sorted by created_at alone, so comments of the same instant
come as they lie in the table, where an updated or late inserted one lies elsewhere."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

from arena.discuss.models import Comment


def of_day(day, zone):
    tz = ZoneInfo(zone)
    start = datetime.combine(day, time.min, tzinfo=tz)
    end = datetime.combine(day + timedelta(days=1), time(fold=1), tzinfo=tz)
    near = Comment.objects.filter(created_at__gte=start, created_at__lt=end)
    dated = near.annotate(day=TruncDate("created_at", tzinfo=tz)).filter(day=day)
    return dated.order_by("created_at").values_list("pk", flat=True)
