"""Ranks the people of the page among themselves, so every page begins with rank 1.

The slice is a query of its own here, so the window function sees twenty people and not all.

Breaks: rank
Fails: answer
"""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.values("user").annotate(best=Max("score")).order_by("-best", "-user")
    first = (page - 1) * size
    shown = list(best.values_list("user", flat=True)[first : first + size])
    people = (
        scored.filter(user__in=shown)
        .values("user__username")
        .annotate(best=Max("score"))
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-user")
    )
    return [
        {"rank": row["place"], "name": row["user__username"], "score": row["best"]}
        for row in people
    ]
