"""Ranks a person without a score behind everybody else. Such a person has no rank.

Breaks: no rank
Fails: answer
"""

from django.db.models import Max
from django.db.models.functions import Coalesce

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = attempts.filter(user=user_id).aggregate(best=Coalesce(Max("score"), -1))["best"]
    return 1 + attempts.filter(score__gt=mine).values("user").distinct().count()
