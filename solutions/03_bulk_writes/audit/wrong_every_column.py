"""bulk_update() of all fields, to be safe: each row gets a WHEN for every column.

Breaks: speed
Fails: speed
"""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange

FIELDS = [field.name for field in Attempt._meta.concrete_fields if not field.primary_key]


@transaction.atomic
def rescore(scores):
    changed, trail = [], []
    for attempt in Attempt.objects.filter(pk__in=scores).select_for_update(no_key=True):
        new = scores[attempt.pk]
        if attempt.score != new:
            trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
            attempt.score = new
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, FIELDS, batch_size=200)
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(changed)
