"""Takes a score of 0 for no score. In Python both are false.

Breaks: no score
Fails: answer
"""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if not mine:
        return None
    return 1 + attempts.filter(score__gt=mine).values("user").distinct().count()
