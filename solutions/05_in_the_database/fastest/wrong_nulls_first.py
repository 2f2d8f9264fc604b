"""The query sorts NULL first and the index has it last, so the index does not serve the query.

The query leaves NULL out, but PostgreSQL compares the two orders as they are written.

Breaks: index
Fails: index
"""

from django.db.models import F, Index

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = Index(TAKEN.asc(), F("id").desc(), name="attempt_taken")


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .order_by(F("taken").asc(nulls_first=True), "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
