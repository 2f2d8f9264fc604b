"""WRONG (rule: best): counts the better attempts, so a better person with two of them counts twice."""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if best is None:
        return None
    return 1 + attempts.filter(score__gt=best).count()
