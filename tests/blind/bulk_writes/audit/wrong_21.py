"""WRONG (rule: unchanged): a score that is equal gets a line in the trail, though it is not counted."""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    changed = 0
    attempts, trail = [], []
    for attempt in Attempt.objects.filter(pk__in=list(scores)).select_for_update():
        new = scores[attempt.pk]
        trail.append(ScoreChange(attempt_id=attempt.pk, old=attempt.score, new=new))
        changed += attempt.score != new
        attempt.score = new
        attempts.append(attempt)
    Attempt.objects.bulk_update(attempts, ["score"], batch_size=100)
    ScoreChange.objects.bulk_create(trail, batch_size=100)
    return changed
