"""The colleague's version. It is fast, but bulk_update() sends no signals, so no trail is written.

Breaks: trail
Fails: answer
"""

from django.db import transaction

from arena.contests.models import Attempt


@transaction.atomic
def rescore(scores):
    changed = []
    for attempt in Attempt.objects.filter(pk__in=scores).select_for_update(no_key=True):
        new = scores[attempt.pk]
        if attempt.score != new:
            attempt.score = new
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, ["score"], batch_size=200)
    return len(changed)
