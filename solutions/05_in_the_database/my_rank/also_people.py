"""Starts from the people: it counts those with an attempt above my best score."""

from django.db.models import Exists, Max, OuterRef

from arena.accounts.models import User
from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if mine is None:
        return None
    above = attempts.filter(user=OuterRef("pk"), score__gt=mine)
    return 1 + User.objects.filter(Exists(above)).count()
