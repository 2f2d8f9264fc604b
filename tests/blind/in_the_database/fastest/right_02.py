"""Right: the index holds the difference only, of all attempts; few tie, so an incremental sort does the rest."""

from django.db.models import F, Index

from arena.contests.models import Attempt

INDEX = Index(F("finished_at") - F("started_at"), name="attempt_taken")


def fastest(limit=20):
    return (
        Attempt.objects.annotate(taken=F("finished_at") - F("started_at"))
        .filter(taken__isnull=False)
        .order_by("taken", "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
