"""Caches everybody's rank in the module, so the next attempt does not change it.

Breaks: nothing else
Fails: answer
"""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt

RANKS = {}


def my_rank(contest_id, user_id):
    if contest_id not in RANKS:
        board = (
            Attempt.objects.filter(contest=contest_id, score__isnull=False)
            .values("user")
            .annotate(best=Max("score"))
            .annotate(place=Window(Rank(), order_by=F("best").desc()))
        )
        RANKS[contest_id] = {row["user"]: row["place"] for row in board}
    return RANKS[contest_id].get(user_id)
