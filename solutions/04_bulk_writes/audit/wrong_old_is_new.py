"""The trail is made after the attempts have changed: old and new are the same.

Breaks: trail
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
            attempt.score = new
            changed.append(attempt)
            trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
    Attempt.objects.bulk_update(changed, ["score"], batch_size=200)
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(changed)
