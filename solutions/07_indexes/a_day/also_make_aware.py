"""Naive midnights, made aware in the zone, and the rows as a list."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import make_aware

from arena.discuss.models import Comment


def midnight(day, zone):
    return make_aware(datetime.combine(day, time()), ZoneInfo(zone))


def of_day(day, zone):
    tomorrow = day + timedelta(days=1)
    comments = Comment.objects.filter(
        created_at__gte=midnight(day, zone), created_at__lt=midnight(tomorrow, zone)
    )
    return [key for (key,) in comments.order_by("created_at", "id").values_list("id")]
