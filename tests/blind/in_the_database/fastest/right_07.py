"""Right: an expression of its own (a Func) for what an attempt took, used by the index and by the query."""

from django.db.models import DurationField, F, Func, Index, Q

from arena.contests.models import Attempt


class Taken(Func):
    """From the start of an attempt to its end."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = DurationField()

    def __init__(self, end="finished_at", start="started_at", **extra):
        super().__init__(end, start, **extra)


INDEX = Index(
    Taken().asc(), F("id").desc(), condition=~Q(finished_at=None), name="attempt_taken"
)


def fastest(limit=20):
    attempts = Attempt.objects.filter(~Q(finished_at=None)).annotate(taken=Taken())
    return attempts.order_by(F("taken").asc(), F("pk").desc()).values(
        "taken", attempt=F("pk"), name=F("user__username")
    )[:limit]
