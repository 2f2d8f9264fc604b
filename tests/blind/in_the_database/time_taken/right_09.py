"""Right: the average in exact microseconds (numeric), the name by a Subquery instead of a join."""

from datetime import timedelta

from django.db.models import Avg, DecimalField, DurationField, ExpressionWrapper, F, Func
from django.db.models import OuterRef, Subquery

from arena.accounts.models import User
from arena.contests.models import Attempt


class Microseconds(Func):
    """How many microseconds an interval is long."""

    template = "(EXTRACT(EPOCH FROM %(expressions)s) * 1000000)"
    output_field = DecimalField(max_digits=30, decimal_places=6)


def time_taken(contest_id, limit=10):
    taken = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    average = finished.aggregate(average=Avg(Microseconds(taken)))["average"]
    username = User.objects.filter(pk=OuterRef("user_id")).values("username")[:1]
    quickest = (
        finished.annotate(taken=taken, name=Subquery(username))
        .order_by("taken", "-id")
        .values("name", "taken")
    )
    return {
        "average": None if average is None else timedelta(microseconds=round(average)),
        "quickest": list(quickest[:limit]),
    }
