"""Takes an attempt that ends before it starts for a broken one, and leaves it out. It is finished.

Two servers set the two times, and their clocks differ.

Breaks: unfinished
Fails: answer
"""

from django.db.models import F, Index, Q

from arena.contests.models import Attempt

TAKEN = F("finished_at") - F("started_at")
VALID = Q(finished_at__gte=F("started_at"))
INDEX = Index(TAKEN.asc(), F("id").desc(), name="attempt_taken", condition=VALID)


def fastest(limit=20):
    return (
        Attempt.objects.filter(VALID)
        .annotate(taken=TAKEN)
        .order_by("taken", "-pk")
        .values("taken", attempt=F("pk"), name=F("user__username"))[:limit]
    )
