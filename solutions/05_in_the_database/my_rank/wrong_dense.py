"""Counts the higher scores, and not the people, so no rank is skipped after a tie.

That is DENSE_RANK: 1, 2, 2, 3. With it, the last of ten people can be third.

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
    return 1 + attempts.filter(score__gt=mine).values("score").distinct().count()
