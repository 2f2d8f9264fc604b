"""A range that surely holds the day lets the database use the index; the date of the few comments in it decides."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

from arena.discuss.models import Comment

# No zone is further from UTC than this.
EAST = dt.timedelta(hours=15)
WEST = dt.timedelta(hours=13)
A_DAY = dt.timedelta(days=1)


def of_day(day, zone):
    utc_midnight = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    near = Comment.objects.filter(
        created_at__gte=utc_midnight - EAST, created_at__lt=utc_midnight + A_DAY + WEST
    )
    dated = near.annotate(day=TruncDate("created_at", tzinfo=ZoneInfo(zone))).filter(day=day)
    return dated.order_by("created_at", "pk").values_list("pk", flat=True)
