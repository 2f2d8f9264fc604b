"""It writes its own trail and still calls save(), whose receivers write another one.

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
            trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
            attempt.score = new
            changed.append(attempt)
    for attempt in changed:
        attempt.save(update_fields=["score"])
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(changed)
