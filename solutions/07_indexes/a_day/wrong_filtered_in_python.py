"""Fetches the days around it by the index, and lets Python find the right one.

Breaks: fetched
Fails: reads
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    near = (begin - timedelta(days=1), begin + timedelta(days=2))
    comments = Comment.objects.filter(created_at__range=near).order_by("created_at", "pk")
    return [
        key
        for key, created_at in comments.values_list("pk", "created_at")
        if created_at.astimezone(ZoneInfo(zone)).date() == day
    ]
