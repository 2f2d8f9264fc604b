"""Groups by person and lists each of them once. The list is of attempts.

Breaks: every attempt
Fails: answer
"""

from django.db.models import Avg, F, Min

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    timed = attempts.annotate(taken=F("finished_at") - F("started_at"))
    quickest = (
        timed.values(name=F("user__username"))
        .annotate(best=Min("taken"))
        .order_by("best")
        .values("name", taken=F("best"))
    )
    return {
        "average": timed.aggregate(average=Avg("taken"))["average"],
        "quickest": list(quickest[:limit]),
    }
