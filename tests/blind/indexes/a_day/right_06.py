"""RIGHT: bounds from all offsets that the zone has around the day, the date by timezone() in SQL."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import DateField, DateTimeField, F, Func, Value
from django.db.models.functions import Cast

from arena.discuss.models import Comment


class LocalTime(Func):
    """What the clocks of a zone show."""

    function = "timezone"
    output_field = DateTimeField()

    def __init__(self, zone, moment, **extra):
        super().__init__(Value(zone), moment, **extra)


def of_day(day, zone):
    tz = ZoneInfo(zone)
    midnight = datetime(day.year, day.month, day.day)

    def offsets(naive):
        """The offsets in both readings of a time on the wall."""
        return [naive.replace(tzinfo=tz, fold=fold).utcoffset() for fold in (0, 1)]

    def with_offset(naive, offset):
        hours = offset.total_seconds()
        sign = "-" if hours < 0 else "+"
        minutes, seconds = divmod(int(abs(hours)), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{naive.isoformat(sep=' ')}{sign}{hours:02}:{minutes:02}:{seconds:02}"

    where = {"created_at__gte": datetime.fromisoformat(with_offset(midnight, max(offsets(midnight))))}
    if day < date.max:
        tomorrow = midnight + timedelta(days=1)
        where["created_at__lt"] = datetime.fromisoformat(
            with_offset(tomorrow, min(offsets(tomorrow)))
        )
    return (
        Comment.objects.filter(**where)
        .annotate(local_day=Cast(LocalTime(zone, F("created_at")), DateField()))
        .filter(local_day=day)
        .order_by("created_at", "pk")
        .values_list("pk", flat=True)
    )
