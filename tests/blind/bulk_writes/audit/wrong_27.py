"""WRONG (rule: together): the trail is written after the commit; if it is refused, the scores stay."""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    attempts, trail = [], []
    found = Attempt.objects.filter(pk__in=list(scores)).order_by("pk").select_for_update()
    for attempt in found:
        new = scores[attempt.pk]
        if attempt.score != new:
            trail.append(ScoreChange(attempt_id=attempt.pk, old=attempt.score, new=new))
            attempt.score = new
            attempts.append(attempt)
    Attempt.objects.bulk_update(attempts, ["score"], batch_size=100)
    # No line may tell of a change that was rolled back.
    transaction.on_commit(lambda: ScoreChange.objects.bulk_create(trail, batch_size=100))
    return len(trail)
