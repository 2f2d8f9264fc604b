"""average: None though there are finished attempts, when the list has no place.

One query with a window: the average comes with the listed rows, so limit=0 gives no row and
average None instead of the average over all finished attempts."""

from django.db.models import Avg, F, Window

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    rows = list(
        Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
        .annotate(taken=F("finished_at") - F("started_at"))
        .annotate(average=Window(Avg(F("finished_at") - F("started_at"))))
        .order_by("taken", "-pk")
        .values("taken", "average", name=F("user__username"))[:limit]
    )
    return {
        "average": rows[0]["average"] if rows else None,
        "quickest": [{"name": row["name"], "taken": row["taken"]} for row in rows],
    }
