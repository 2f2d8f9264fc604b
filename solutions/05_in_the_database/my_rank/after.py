"""Two numbers from the database: my best score, and how many people have a higher one.

A person's best score is higher than mine if any of their scores is. So you don't need everybody's
best: count each person with a higher score once.
"""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if mine is None:
        return None
    return 1 + attempts.filter(score__gt=mine).values("user").distinct().count()
