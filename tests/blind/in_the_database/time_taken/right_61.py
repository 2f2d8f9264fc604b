"""Two querysets on one annotated subtraction: an aggregate for the average, and a sorted slice of dicts."""

from django.db.models import Avg, DurationField, ExpressionWrapper, F

from arena.contests.models import Attempt


def time_taken(contest_id, limit=10):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False).annotate(
        taken=ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    )
    return {
        "average": finished.aggregate(average=Avg("taken"))["average"],
        "quickest": list(finished.order_by("taken", "-pk").values("taken", name=F("user__username"))[:limit]),
    }
