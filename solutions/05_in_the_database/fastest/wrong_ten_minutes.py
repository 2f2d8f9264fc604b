"""Reads only attempts of less than ten minutes, to have little to sort. There may be none.

Breaks: rows
Fails: answer
"""

from datetime import timedelta

from django.db.models import F, Index

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = Index(TAKEN.asc(), F("id").desc(), name="attempt_taken")


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .filter(taken__lt=timedelta(minutes=10))
        .order_by("taken", "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
