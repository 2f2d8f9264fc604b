"""WRONG (rule: together): ignore_conflicts: a line that a unique index refuses is left out silently; the score stays."""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    changed, trail = [], []
    for attempt in Attempt.objects.select_for_update().filter(pk__in=scores).order_by("pk"):
        old, new = attempt.score, scores[attempt.pk]
        if old != new:
            attempt.score = new
            changed.append(attempt)
            trail.append(ScoreChange(attempt=attempt, old=old, new=new))
    Attempt.objects.bulk_update(changed, ["score"], batch_size=500)
    ScoreChange.objects.bulk_create(trail, batch_size=500, ignore_conflicts=True)
    return len(changed)
