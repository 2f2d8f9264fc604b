"""A range of dates looks like a range. Both bounds still compare a function of the column.

Breaks: reads
Fails: reads
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

from arena.discuss.models import Comment


def of_day(day, zone):
    dated = Comment.objects.annotate(day=TruncDate("created_at", tzinfo=ZoneInfo(zone)))
    comments = dated.filter(day__gte=day, day__lt=day + timedelta(days=1))
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
