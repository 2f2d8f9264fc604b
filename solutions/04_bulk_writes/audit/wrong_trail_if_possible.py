""" "The trail must not stop the jury": when writing it fails, it is simply missing.

Breaks: together
Fails: together
"""

from django.db import DatabaseError, transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    changed, trail = [], []
    for attempt in Attempt.objects.filter(pk__in=scores).select_for_update(no_key=True):
        new = scores[attempt.pk]
        if attempt.score != new:
            trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
            attempt.score = new
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, ["score"], batch_size=200)
    try:
        with transaction.atomic():
            ScoreChange.objects.bulk_create(trail, batch_size=500)
    except DatabaseError:
        pass
    return len(changed)
