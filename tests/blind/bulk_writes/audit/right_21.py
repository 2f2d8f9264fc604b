"""RIGHT: locked rows, bulk_update() and bulk_create() of what differs, in one transaction."""

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
    ScoreChange.objects.bulk_create(trail, batch_size=100)
    return len(trail)
