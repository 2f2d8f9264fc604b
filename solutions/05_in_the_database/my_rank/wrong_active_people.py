"""Counts only people whose accounts are active. Closing an account takes no score back.

Breaks: nothing else
Fails: answer
"""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if mine is None:
        return None
    better = attempts.filter(score__gt=mine, user__is_active=True)
    return 1 + better.values("user").distinct().count()
