"""RIGHT: clumsy: looks at the clock of every minute around the day and asks for the ranges found."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from django.db.models import Q

from arena.discuss.models import Comment

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def _is_on(instant, day, tz):
    return instant.astimezone(tz).date() == day


def _flip(before, after, day, tz):
    """The first second after `before` at which the answer is that of `after`."""
    answer = _is_on(after, day, tz)
    instant = before + SECOND
    while instant < after and _is_on(instant, day, tz) != answer:
        instant += SECOND
    return instant


def _ranges(day, tz):
    noon = datetime.combine(day, time(12), tzinfo=timezone.utc)
    ranges = []
    start = None
    before = None
    was_on = False
    for minutes in range(-48 * 60, 48 * 60 + 1):
        try:
            instant = noon + minutes * MINUTE
            is_on = _is_on(instant, day, tz)
        except OverflowError:  # the calendar of Python ends here
            continue
        if is_on and not was_on:
            start = None if before is None else _flip(before, instant, day, tz)
        elif was_on and not is_on:
            ranges.append((start, _flip(before, instant, day, tz)))
        before = instant
        was_on = is_on
    if was_on:
        ranges.append((start, None))
    return ranges


def of_day(day, zone):
    wanted = Q(pk__in=[])
    for start, end in _ranges(day, ZoneInfo(zone)):
        part = Q()
        if start is not None:
            part &= Q(created_at__gte=start)
        if end is not None:
            part &= Q(created_at__lt=end)
        wanted |= part
    comments = Comment.objects.filter(wanted)
    return list(comments.order_by("created_at", "pk").values_list("pk", flat=True))
