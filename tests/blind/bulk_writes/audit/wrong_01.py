"""WRONG (rule: trail): locks after it has read; a score that another client changes in between is told as old score."""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    before = dict(Attempt.objects.filter(pk__in=scores).values_list("pk", "score"))
    changing = [pk for pk, score in before.items() if score != scores[pk]]
    attempts = list(Attempt.objects.select_for_update().filter(pk__in=changing).order_by("pk"))
    for attempt in attempts:
        attempt.score = scores[attempt.pk]
    Attempt.objects.bulk_update(attempts, ["score"], batch_size=500)
    ScoreChange.objects.bulk_create(
        [
            ScoreChange(attempt=attempt, old=before[attempt.pk], new=attempt.score)
            for attempt in attempts
        ],
        batch_size=500,
    )
    return len(attempts)
