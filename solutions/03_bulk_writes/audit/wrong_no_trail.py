"""The colleague's version: fast, and nobody hears of it. bulk_update() sends no signals.

Fails: answer
"""

from django.db import transaction

from arena.contests.models import Attempt


@transaction.atomic
def rescore(scores):
    changed = []
    for attempt in Attempt.objects.filter(pk__in=scores).select_for_update():
        new = scores[attempt.pk]
        if attempt.score != new:
            attempt.score = new
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, ["score"], batch_size=200)
    return len(changed)
