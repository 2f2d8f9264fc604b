"""One day later on the clock of the zone: Python adds to aware times without looking at UTC."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from arena.discuss.models import Comment


def of_day(day, zone):
    begin = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    end = begin + timedelta(days=1)
    comments = Comment.objects.filter(created_at__gte=begin, created_at__lt=end)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
