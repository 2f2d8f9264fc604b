"""The database ranks everybody, and Python searches the one person among all of them.

One query and the right rank, but a row for each person.

Breaks: fetched
Fails: work
"""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    board = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user")
        .annotate(best=Max("score"))
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
    )
    return next((row["place"] for row in board if row["user"] == user_id), None)
