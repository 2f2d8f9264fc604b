"""unfinished / nothing else: an attempt with an end in the future is left out.

Only attempts without finished_at are unfinished; here those whose finished_at is later than now()
(another server's clock, or a contest of tomorrow in a test) do not count either."""

from django.db.models import Avg, F
from django.db.models.functions import Now

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__lte=Now()).annotate(
        taken=F("finished_at") - F("started_at")
    )
    quickest = finished.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": finished.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest[:limit]),
    }
