"""Locks and reads the attempts at once, then writes scores with bulk_update() and the trail with bulk_create()."""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    attempts, trail = [], []
    stored = Attempt.objects.filter(pk__in=list(scores)).order_by("pk")
    for attempt in stored.select_for_update(no_key=True):
        new = scores[attempt.pk]
        if attempt.score != new:
            trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
            attempt.score = new
            attempts.append(attempt)
    Attempt.objects.bulk_update(attempts, ["score"], batch_size=100)
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(attempts)
