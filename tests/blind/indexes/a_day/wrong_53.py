"""day

PostgreSQL's AT TIME ZONE takes the second of two midnights: where clocks go back from 1:00 to 0:00 (America/Havana,
Atlantic/Azores) the first hour of that day is missing, and listed on the day before.
"""

from datetime import timedelta

from django.db.models import DateTimeField, Func, Value

from arena.discuss.models import Comment


def midnight(day, zone):
    return Func(
        Value(day.isoformat()),
        Value(zone),
        template="(%(expressions)s)",
        arg_joiner="::timestamp AT TIME ZONE ",
        output_field=DateTimeField(),
    )


def of_day(day, zone):
    comments = Comment.objects.filter(
        created_at__gte=midnight(day, zone),
        created_at__lt=midnight(day + timedelta(days=1), zone),
    )
    return comments.order_by("created_at", "pk").values_list("pk", flat=True)
