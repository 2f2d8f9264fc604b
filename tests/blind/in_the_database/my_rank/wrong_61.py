"""best: the better attempts are counted, not the better people.

Somebody with two attempts above the person's best score counts twice: the second best person has rank 3.
"""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if mine is None:
        return None
    return 1 + attempts.filter(score__gt=mine).count()
