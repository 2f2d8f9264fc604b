"""Right: the stretches of UTC that the zone dates on the day, found by walking through the clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from arena.discuss.models import Comment

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def stretches(day, tz):
    """Half-open stretches [start, end) of UTC whose local date is the day: nearly always one."""

    def is_day(moment):
        return moment.astimezone(tz).date() == day

    def first_change(moment):
        before = is_day(moment)
        while is_day(moment) == before:
            moment += SECOND
        return moment

    moment = datetime.combine(day, time.min, UTC) - timedelta(hours=18)
    last = moment + timedelta(hours=60)
    found = []
    start = None
    inside = False
    while moment < last:
        following = moment + MINUTE
        if is_day(following) != inside:
            change = first_change(moment)
            if inside:
                found.append((start, change))
            else:
                start = change
            inside = not inside
        moment = following
    return found


def of_day(day, zone):
    parts = stretches(day, ZoneInfo(zone))
    if not parts:
        return Comment.objects.none().values_list("pk", flat=True)
    comments = Comment.objects.filter(created_at__gte=parts[0][0], created_at__lt=parts[-1][1])
    if len(parts) > 1:
        # A clock that is set back across midnight: the day is cut in two.
        any_part = Q()
        for start, end in parts:
            any_part |= Q(created_at__gte=start, created_at__lt=end)
        comments = comments.filter(any_part)
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
