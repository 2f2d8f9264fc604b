"""make_aware() gives the limits and the index; TruncDate repeats the question exactly, in case a clock changes around midnight."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils.timezone import make_aware

from arena.discuss.models import Comment

SLACK = timedelta(hours=3)


class LocalDay:
    """A day as one zone's calendar has it."""

    def __init__(self, day, zone):
        self.day = day
        self.zone = ZoneInfo(zone)

    def starts(self, days_later=0):
        naive = datetime(self.day.year, self.day.month, self.day.day) + timedelta(days=days_later)
        return datetime.fromtimestamp(make_aware(naive, self.zone).timestamp(), ZoneInfo("UTC"))

    @property
    def condition(self):
        near = Q(created_at__gte=self.starts() - SLACK, created_at__lt=self.starts(1) + SLACK)
        return near & Q(local_day=self.day)


def of_day(day, zone):
    local = LocalDay(day, zone)
    comments = Comment.objects.alias(local_day=TruncDate("created_at", tzinfo=local.zone))
    return comments.filter(local.condition).order_by("created_at", "pk").values_list("pk", flat=True)
