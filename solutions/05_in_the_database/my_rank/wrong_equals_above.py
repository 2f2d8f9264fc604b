"""Counts everybody who is at least as good, so equal people get the last of their ranks.

It looks right as long as no two people have the same score.

Breaks: rank
Fails: answer
"""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if mine is None:
        return None
    return attempts.filter(score__gte=mine).values("user").distinct().count()
