"""WRONG (rule: nothing else): an attempt that has a score but no finished_at isn't counted."""

from django.db.models import Count, Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    finished = Attempt.objects.filter(contest=contest_id, finished_at__isnull=False)
    best = finished.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if best is None:
        return None
    better = finished.filter(score__gt=best)
    return 1 + better.aggregate(people=Count("user_id", distinct=True))["people"]
