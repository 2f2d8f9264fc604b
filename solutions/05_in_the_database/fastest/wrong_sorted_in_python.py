"""The index is right, but Python sorts, so the query fetches all attempts.

Breaks: fetched
Fails: index
"""

from django.db.models import F, Index

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = Index(TAKEN, name="attempt_taken")


def fastest(limit=20):
    attempts = (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .values("taken", attempt=F("pk"), name=F("user__username"))
    )
    return sorted(attempts, key=lambda row: (row["taken"], -row["attempt"]))[:limit]
