"""together

Each 500 scores have a transaction of their own, to keep locks short. It shows for more than 500 scores, when the
database refuses one after the first 500: those before stay written.
"""

from itertools import islice

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange

BATCH = 500


@transaction.atomic
def rescore_batch(scores):
    attempts, trail = [], []
    stored = Attempt.objects.filter(pk__in=list(scores)).order_by("pk")
    for attempt in stored.select_for_update():
        new = scores[attempt.pk]
        if attempt.score != new:
            trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
            attempt.score = new
            attempts.append(attempt)
    Attempt.objects.bulk_update(attempts, ["score"])
    ScoreChange.objects.bulk_create(trail)
    return len(attempts)


def rescore(scores):
    changed = 0
    todo = iter(scores.items())
    while batch := dict(islice(todo, BATCH)):
        changed += rescore_batch(batch)
    return changed
