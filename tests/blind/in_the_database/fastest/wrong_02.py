"""WRONG (rule: index): the query says NULLS FIRST and the index does not, so that it cannot give the
order; the rows are right, but all attempts are read and sorted.
"""

from django.db.models import F, Index, Q

from arena.contests.models import Attempt

INDEX = Index(
    F("finished_at") - F("started_at"),
    F("id").desc(),
    condition=Q(finished_at__isnull=False),
    name="attempt_taken",
)


def fastest(limit=20):
    # There are no NULLs among the finished attempts, so this is only said to be clear.
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=F("finished_at") - F("started_at"))
        .order_by(F("taken").asc(nulls_first=True), F("pk").desc())
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
