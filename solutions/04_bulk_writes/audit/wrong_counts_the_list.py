"""It returns the length of the list, and not how many scores changed.

Breaks: returned
Fails: answer
"""

from django.db import transaction

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
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(scores)
