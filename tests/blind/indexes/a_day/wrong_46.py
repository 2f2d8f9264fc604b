"""reads

The index narrows it down to three days in UTC, and each comment's date decides: shows when the days before
and after have many comments, as all of these are read for a day with 50, far more than 300.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

from arena.discuss.models import Comment


def of_day(day, zone):
    midnight = datetime.combine(day, time(), UTC)
    # No zone is further than a day from UTC.
    near = Comment.objects.filter(
        created_at__gte=midnight - timedelta(days=1),
        created_at__lt=midnight + timedelta(days=2),
    )
    dated = near.annotate(day=TruncDate("created_at", tzinfo=ZoneInfo(zone)))
    return dated.filter(day=day).order_by("created_at", "pk").values_list("pk", flat=True)
