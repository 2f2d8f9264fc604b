"""order

Index and query are in the order of milliseconds, as the page shows them. Two attempts that differ by less (300 and 700
microseconds of the same millisecond) count as a tie, so a slower one with a higher key stands before the faster one.
"""

from django.db.models import DurationField, F, Func, Index, Q

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
MILLISECONDS = Func(
    TAKEN,
    template="date_trunc('milliseconds', %(expressions)s)",
    output_field=DurationField(),
)
INDEX = Index(
    MILLISECONDS.asc(),
    F("id").desc(),
    name="attempt_taken",
    condition=Q(finished_at__isnull=False),
)


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .order_by(MILLISECONDS.asc(), "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
