"""The lookup __date with the zone made active: the same function of the column.

Breaks: reads
Fails: reads
"""

from zoneinfo import ZoneInfo

from django.utils import timezone

from arena.discuss.models import Comment


def of_day(day, zone):
    with timezone.override(ZoneInfo(zone)):
        comments = Comment.objects.filter(created_at__date=day).order_by("created_at", "pk")
        return list(comments.values_list("pk", flat=True))
