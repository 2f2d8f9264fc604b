"""The index holds attempts with a score. The query does not say that it wants only those.

As it happens all finished attempts have one. PostgreSQL cannot know that.

Breaks: index
Fails: index
"""

from django.db.models import F, Index, Q

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
INDEX = Index(TAKEN, name="attempt_taken", condition=Q(score__isnull=False))


def fastest(limit=20):
    return (
        Attempt.objects.filter(finished_at__isnull=False)
        .annotate(taken=TAKEN)
        .order_by("taken", "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
