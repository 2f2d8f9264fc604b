"""The index has the opposite order, and PostgreSQL reads it from its end."""

from django.db.models import F, Index

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = Index(TAKEN.desc(), "id", name="attempt_taken")


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .order_by("taken", "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
