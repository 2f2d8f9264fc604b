"""The average of exact numbers of seconds becomes a timedelta, and model instances with their user make the list."""

from datetime import timedelta

from django.db.models import Avg, DecimalField, DurationField, ExpressionWrapper, F, Func

from arena.contests.models import Attempt


class Seconds(Func):
    """A duration as an exact number of seconds."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)::numeric"
    output_field = DecimalField(max_digits=20, decimal_places=6)


def time_taken(contest_id, limit=10):
    duration = ExpressionWrapper(
        F("finished_at") - F("started_at"), output_field=DurationField()
    )
    attempts = Attempt.objects.filter(contest=contest_id).exclude(finished_at=None)
    seconds = attempts.aggregate(seconds=Avg(Seconds(duration)))["seconds"]
    quickest = (
        attempts.alias(duration=duration)
        .annotate(taken=F("duration"))
        .select_related("user")
        .only("user__username")
        .order_by("duration", "-id")[:limit]
    )
    return {
        "average": None if seconds is None else timedelta(microseconds=round(seconds * 1_000_000)),
        "quickest": [
            {"name": attempt.user.username, "taken": attempt.taken} for attempt in quickest
        ],
    }
