"""rank: two queries see two moments, and the second may count the person as better than themselves.

If the leader's new, higher score is committed between the two queries, the leader gets rank 2, which was
true neither before nor after.
"""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if mine is None:
        return None
    return 1 + attempts.filter(score__gt=mine).values("user").distinct().count()
