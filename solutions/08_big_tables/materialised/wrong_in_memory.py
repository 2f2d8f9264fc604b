"""The board is in the memory of one worker: refresh() in the job's process reaches no other.

Breaks: as of
Fails: answer
"""

from django.db.models import F, Sum, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt

BOARD = []


def install():
    refresh()


def refresh():
    people = (
        Attempt.objects.filter(score__isnull=False)
        .values("user")
        .annotate(points=Sum("score"))
        .annotate(rank=Window(Rank(), order_by=F("points").desc()))
    )
    rows = people.order_by("-points", "-user").values("rank", "user", "points")
    BOARD[:] = list(rows[:1000])


def board(limit=20):
    return BOARD[:limit]
