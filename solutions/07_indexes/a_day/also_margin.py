"""A generous range for the index, and the exact date for the rows that are left.

No calendar is more than 14 hours from UTC. It reads the comments of more than two days.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

from arena.discuss.models import Comment


def of_day(day, zone):
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    near = (noon - timedelta(hours=27), noon + timedelta(hours=27))
    dated = Comment.objects.annotate(day=TruncDate("created_at", tzinfo=ZoneInfo(zone)))
    comments = dated.filter(created_at__range=near, day=day)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
