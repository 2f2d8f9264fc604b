"""WRONG (rule: order): the times are compared in whole seconds, so of two attempts within the same second
the one with the higher key comes first, even if it is slower by some milliseconds.
"""

from django.db.models import DurationField, F, Func, Index, Q

from arena.contests.models import Attempt


class WholeSeconds(Func):
    """An interval without its fraction of a second."""

    template = "date_trunc('second', %(expressions)s)"
    output_field = DurationField()


INDEX = Index(
    WholeSeconds(F("finished_at") - F("started_at")).asc(),
    F("id").desc(),
    condition=Q(finished_at__isnull=False),
    name="attempt_taken",
)


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=F("finished_at") - F("started_at"))
        .order_by(WholeSeconds(F("finished_at") - F("started_at")).asc(), "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
