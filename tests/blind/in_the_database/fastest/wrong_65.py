"""Breaks order: it compares whole seconds.

Index and query sort by the seconds as an integer: of two attempts that took 10.1 and 10.3 seconds the one with the
higher key comes first, also when it is the slower one.
"""

from django.db.models import BigIntegerField, F, Index, Q
from django.db.models.functions import Cast, Extract

from arena.contests.models import Attempt

SECONDS = Cast(Extract(F("finished_at") - F("started_at"), "epoch"), BigIntegerField())

INDEX = Index(SECONDS, F("id").desc(), name="attempt_taken", condition=Q(finished_at__isnull=False))


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=F("finished_at") - F("started_at"))
        .order_by(SECONDS, "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
