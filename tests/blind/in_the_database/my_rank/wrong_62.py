"""no score: a best score of 0 is taken for no score.

A person whose attempts all have the score 0 gets None instead of the last rank.
"""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if not mine:
        return None
    return 1 + attempts.filter(score__gt=mine).values("user").distinct().count()
