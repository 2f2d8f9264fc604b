"""Right: locks and reads the attempts, then bulk_update() and bulk_create(), 500 rows at a time."""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange

BATCH = 500


@transaction.atomic
def rescore(scores):
    changed, trail = [], []
    for attempt in Attempt.objects.select_for_update().filter(pk__in=scores).order_by("pk"):
        old, new = attempt.score, scores[attempt.pk]
        if old != new:
            attempt.score = new
            changed.append(attempt)
            trail.append(ScoreChange(attempt=attempt, old=old, new=new))
    Attempt.objects.bulk_update(changed, ["score"], batch_size=BATCH)
    ScoreChange.objects.bulk_create(trail, batch_size=BATCH)
    return len(changed)
