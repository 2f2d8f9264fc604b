"""RIGHT: two ORM queries, Avg() of a difference and an ordered, sliced values()."""

from django.db.models import Avg, DurationField, ExpressionWrapper, F

from arena.contests.models import Attempt

TAKEN = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=TAKEN
    )
    quickest = finished.order_by("taken", "-pk").values("taken", name=F("user__username"))
    return {
        "average": finished.aggregate(average=Avg("taken"))["average"],
        "quickest": [{"name": row["name"], "taken": row["taken"]} for row in quickest[:limit]],
    }
