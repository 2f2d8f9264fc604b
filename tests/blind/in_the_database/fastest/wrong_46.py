"""unfinished (only an attempt without finished_at does not count)

The query looks only at attempts of at most a day, because the records are surely among them. When there are fewer than `limit` of
these (a young site, a contest of several days), slower finished attempts are missing from the list.
"""

from datetime import timedelta

from django.db.models import F, Index

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = Index(TAKEN.asc(), F("id").desc(), name="attempt_taken")


def fastest(limit=20):
    return (
        Attempt.objects.annotate(taken=TAKEN)
        .filter(taken__lte=timedelta(days=1))
        .order_by("taken", "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
