"""The receivers are disconnected for the length of the call, "so that no line is written twice".
They are gone for every thread: a save() elsewhere leaves no trail.

Breaks: receivers
Fails: receivers
"""

from django.db import transaction

from arena.contests import trail as receivers
from arena.contests.models import Attempt, ScoreChange


def rescore(scores):
    receivers.disconnect()
    try:
        return write(scores)
    finally:
        receivers.connect()


@transaction.atomic
def write(scores):
    changed, trail = [], []
    for attempt in Attempt.objects.filter(pk__in=scores).select_for_update(no_key=True):
        new = scores[attempt.pk]
        if attempt.score != new:
            trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
            attempt.score = new
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, ["score"], batch_size=200)
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(changed)
