"""The time is the database's now(), at which the transaction began: with one around it, which may
have begun long before, the trail names a time at which nothing had changed.

Breaks: trail
Fails: time
"""

from django.contrib.postgres.functions import TransactionNow
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
    lines = ScoreChange.objects.filter(pk__in=[line.pk for line in trail])
    lines.update(changed_at=TransactionNow())
    return len(changed)
