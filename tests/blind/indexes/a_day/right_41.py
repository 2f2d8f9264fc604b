"""The index finds the stretch between the widest readings of both midnights; TruncDate has the last word."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

from arena.discuss.models import Comment


def midnights(day, zone):
    """Return the instants that the zone's clocks may show as the beginning of a day, or jump to."""
    local = datetime.combine(day, time(), ZoneInfo(zone))
    return [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]


def of_day(day, zone):
    # A clock that goes back over midnight shows it twice, and the end of the day before in between;
    # one that goes forward over midnight doesn't show it. So this can be too much, by an hour on a
    # few days, but is never too little.
    comments = Comment.objects.annotate(day=TruncDate("created_at", tzinfo=ZoneInfo(zone)))
    comments = comments.filter(day=day)
    try:
        comments = comments.filter(created_at__gte=min(midnights(day, zone)))
    except OverflowError:
        pass  # before the first instant that Python knows
    if day < date.max:
        try:
            comments = comments.filter(created_at__lt=max(midnights(day + timedelta(1), zone)))
        except OverflowError:
            pass
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
