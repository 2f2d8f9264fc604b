"""Stops counting at a thousand people, to be fast in large contests: nobody has a rank below 1001.

Breaks: rank
Fails: work
"""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if mine is None:
        return None
    return 1 + attempts.filter(score__gt=mine).values("user").distinct()[:1000].count()
