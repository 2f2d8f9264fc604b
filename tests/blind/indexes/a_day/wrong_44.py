"""nothing else

The queryset of a day that is over is remembered, and with it the keys that it has fetched: shows at the
second call for it, after a comment of that day was deleted, moved in time or added late.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate
from django.utils import timezone

from arena.discuss.models import Comment


def of_day(day, zone):
    is_over = day < timezone.now().date() - timedelta(days=1)
    return (of_past_day if is_over else find)(day, zone)


def midnights(day, zone):
    local = datetime.combine(day, time(), ZoneInfo(zone))
    return [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]


def find(day, zone):
    comments = Comment.objects.annotate(day=TruncDate("created_at", tzinfo=ZoneInfo(zone)))
    comments = comments.filter(
        day=day,
        created_at__gte=min(midnights(day, zone)),
        created_at__lt=max(midnights(day + timedelta(days=1), zone)),
    )
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)


@lru_cache(maxsize=100)
def of_past_day(day: date, zone: str):
    return find(day, zone)
