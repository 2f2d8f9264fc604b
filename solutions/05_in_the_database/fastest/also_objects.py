"""Twenty objects with their people; the query's expression names its type, the index's does not."""

from django.db.models import DurationField, ExpressionWrapper, F, Index

from arena.contests.models import Attempt

INDEX = Index(F("finished_at") - F("started_at"), name="attempt_taken")
TAKEN = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())


def fastest(limit=20):
    attempts = Attempt.objects.exclude(finished_at=None).annotate(taken=TAKEN)
    return [
        {"attempt": attempt.pk, "name": attempt.user.username, "taken": attempt.taken}
        for attempt in attempts.select_related("user").order_by("taken", "-pk")[:limit]
    ]
