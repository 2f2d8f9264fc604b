"""Every row of the list gets a line in the trail, even where nothing changed.

Breaks: unchanged
Fails: answer
"""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    changed, trail = [], []
    for attempt in Attempt.objects.filter(pk__in=scores).select_for_update(no_key=True):
        new = scores[attempt.pk]
        trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
        if attempt.score != new:
            attempt.score = new
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, ["score"], batch_size=200)
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(changed)
