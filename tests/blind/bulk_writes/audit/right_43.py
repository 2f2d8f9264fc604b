"""Locks the attempts, writes the trail first, then upserts the attempts so that only their score is updated."""

from itertools import islice

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange

BATCH = 500


def changes(scores):
    """Give each attempt whose score changes, with the old score."""
    stored = Attempt.objects.select_for_update().filter(pk__in=list(scores)).order_by("pk")
    for attempt in list(stored):
        old, attempt.score = attempt.score, scores[attempt.pk]
        if attempt.score != old:
            yield attempt, old


@transaction.atomic
def rescore(scores):
    changed = 0
    todo = changes(scores)
    while batch := list(islice(todo, BATCH)):
        ScoreChange.objects.bulk_create(
            ScoreChange(attempt_id=attempt.pk, old=old, new=attempt.score)
            for attempt, old in batch
        )
        Attempt.objects.bulk_create(
            [attempt for attempt, _ in batch],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["score"],
        )
        changed += len(batch)
    return changed
