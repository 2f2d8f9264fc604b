"""Python cuts the day into stretches of one offset from UTC each, and the index finds exactly these."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from arena.discuss.models import Comment

HOUR = 3_600
DAY = 24 * HOUR
REACH = 30 * HOUR  # no clock is that far from UTC


def stretches(day, zone):
    """Return pairs of seconds, counted from midnight in UTC, between which the zone has this date."""
    clock = ZoneInfo(zone)
    midnight = datetime.combine(day, time(), UTC)

    def offset(second):
        try:
            instant = midnight + timedelta(seconds=second)
            return int(instant.astimezone(clock).utcoffset().total_seconds())
        except OverflowError:  # at the ends of Python's calendar, where no clock changes
            near = datetime(1, 1, 3) if day.year == 1 else datetime(9999, 12, 29)
            near = near.replace(tzinfo=UTC).astimezone(clock)
            return int(near.utcoffset().total_seconds())

    # Where the offset changes, to the second.
    changes = []
    for hour in range(-REACH, DAY + REACH, HOUR):
        low, high = hour, hour + HOUR
        if offset(low) == offset(high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle) == offset(low):
                low = middle
            else:
                high = middle
        changes.append(high)
    found = []
    for start, end in zip([-REACH, *changes], [*changes, DAY + REACH]):
        # From midnight to midnight, as far as this offset is in use.
        first, last = max(start, -offset(start)), min(end, DAY - offset(start))
        if found and first == found[-1][1] and first < last:
            found[-1] = (found[-1][0], last)  # the day goes on with another offset
        elif first < last:
            found.append((first, last))
    return found


def of_day(day, zone):
    midnight = datetime.combine(day, time(), UTC)
    shown = Q()
    for start, end in stretches(day, zone):
        stretch = Q(created_at__isnull=False)
        for lookup, second in [("created_at__gte", start), ("created_at__lt", end)]:
            try:
                stretch &= Q(**{lookup: midnight + timedelta(seconds=second)})
            except OverflowError:
                pass  # no comment is before the year 1, or after 9999
        shown |= stretch
    # A zone that moved across the date line has left out a day.
    comments = Comment.objects.filter(shown) if shown else Comment.objects.none()
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
