"""Right: an upsert (bulk_create with update_conflicts) of locked rows, which cannot vanish; only score is set."""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    attempts = Attempt.objects.select_for_update().order_by("pk").in_bulk(list(scores))
    old = {pk: attempt.score for pk, attempt in attempts.items() if attempt.score != scores[pk]}
    for pk in old:
        attempts[pk].score = scores[pk]
    Attempt.objects.bulk_create(
        [attempts[pk] for pk in old],
        update_conflicts=True,
        update_fields=["score"],
        unique_fields=["id"],
        batch_size=1000,
    )
    ScoreChange.objects.bulk_create(
        [ScoreChange(attempt_id=pk, old=was, new=scores[pk]) for pk, was in old.items()],
        batch_size=1000,
    )
    return len(old)
