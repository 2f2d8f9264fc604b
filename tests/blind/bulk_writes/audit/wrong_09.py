"""WRONG (rule: scores): none counts as 0, so an attempt does not get from none to 0, nor from 0 to none, and no trail."""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    attempts = Attempt.objects.select_for_update().order_by("pk").in_bulk(list(scores))
    differences = {
        pk: difference
        for pk, attempt in attempts.items()
        if (difference := (scores[pk] or 0) - (attempt.score or 0))
    }
    trail = []
    for pk in differences:
        trail.append(ScoreChange(attempt_id=pk, old=attempts[pk].score, new=scores[pk]))
        attempts[pk].score = scores[pk]
    Attempt.objects.bulk_update([attempts[pk] for pk in differences], ["score"], batch_size=500)
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(differences)
