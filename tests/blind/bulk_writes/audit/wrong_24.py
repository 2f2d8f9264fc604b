"""WRONG (rule: unknown key): a key without attempt gets a line in the trail, and is counted."""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    found = Attempt.objects.select_for_update().filter(pk__in=list(scores)).order_by("pk")
    old = dict(found.values_list("pk", "score"))
    trail = [
        ScoreChange(attempt_id=pk, old=old.get(pk), new=new)
        for pk, new in scores.items()
        if old.get(pk) != new
    ]
    Attempt.objects.bulk_update(
        [Attempt(pk=change.attempt_id, score=change.new) for change in trail],
        ["score"],
        batch_size=100,
    )
    ScoreChange.objects.bulk_create(trail, batch_size=100)
    return len(trail)
