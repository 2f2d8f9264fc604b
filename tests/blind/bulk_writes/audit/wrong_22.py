"""WRONG (rule: together): each 200 keys are a transaction: an error leaves the earlier ones written."""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


AT_A_TIME = 200


def rescore(scores):
    changed = 0
    keys = sorted(scores)
    for start in range(0, len(keys), AT_A_TIME):
        with transaction.atomic():
            attempts, trail = [], []
            some = Attempt.objects.filter(pk__in=keys[start : start + AT_A_TIME])
            for attempt in some.order_by("pk").select_for_update():
                new = scores[attempt.pk]
                if attempt.score != new:
                    trail.append(ScoreChange(attempt_id=attempt.pk, old=attempt.score, new=new))
                    attempt.score = new
                    attempts.append(attempt)
            Attempt.objects.bulk_update(attempts, ["score"])
            ScoreChange.objects.bulk_create(trail)
            changed += len(trail)
    return changed
