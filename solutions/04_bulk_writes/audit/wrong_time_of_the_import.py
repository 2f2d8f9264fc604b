"""The default of an argument is computed once, when the module is loaded: every line gets the time
at which the server started.

Breaks: trail
Fails: time
"""

from django.db import transaction
from django.utils import timezone

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores, now=timezone.now()):
    changed, trail = [], []
    for attempt in Attempt.objects.filter(pk__in=scores).select_for_update(no_key=True):
        new = scores[attempt.pk]
        if attempt.score != new:
            trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
            attempt.score = new
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, ["score"], batch_size=200)
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    ScoreChange.objects.filter(pk__in=[line.pk for line in trail]).update(changed_at=now)
    return len(changed)
