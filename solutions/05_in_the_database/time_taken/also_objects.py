"""Makes ten objects with their people and a computed time each, and sends one aggregate."""

from django.db.models import Avg, DurationField, ExpressionWrapper, F

from arena.contests.models import Attempt

TAKEN = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())


def time_taken(contest_id, limit=10):
    attempts = Attempt.objects.filter(contest=contest_id).exclude(finished_at=None)
    quickest = attempts.select_related("user").annotate(taken=TAKEN).order_by("taken", "-pk")
    return {
        **attempts.aggregate(average=Avg(TAKEN)),
        "quickest": [
            {"name": attempt.user.username, "taken": attempt.taken} for attempt in quickest[:limit]
        ],
    }
