"""Right: a generator cuts the keys into parts of 250; each part is locked, updated and told of, all in one transaction."""

from itertools import islice

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange

SIZE = 250


def parts(keys):
    keys = iter(keys)
    while part := list(islice(keys, SIZE)):
        yield part


def changes(part, scores):
    """Lock the attempts of a part, and give those that change their new scores."""
    attempts = Attempt.objects.select_for_update().only("score").filter(pk__in=part)
    for attempt in attempts.order_by("pk"):
        change = ScoreChange(attempt_id=attempt.pk, old=attempt.score, new=scores[attempt.pk])
        if change.old != change.new:
            attempt.score = change.new
            yield attempt, change


def rescore(scores):
    changed = 0
    with transaction.atomic():
        # All parts are cut from keys in order, so that two calls wait and do not deadlock.
        for part in parts(sorted(key for key in scores if key is not None)):
            pairs = list(changes(part, scores))
            if pairs:
                attempts, trail = zip(*pairs, strict=True)
                Attempt.objects.bulk_update(attempts, ["score"])
                ScoreChange.objects.bulk_create(trail)
                changed += len(pairs)
    return changed
