"""WRONG (rule: no score): a best of 0 is falsy, so somebody whose best is 0 gets None."""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    best = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if not best:
        return None
    return 1 + attempts.filter(score__gt=best).values("user").distinct().count()
