"""WRONG (rule: no score): people whose best is 0 are left out."""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user", "user__username")
        .annotate(best=Max("score"))
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-user")[first : first + size]
    )
    return [
        {"rank": p["place"], "name": p["user__username"], "score": p["best"]}
        for p in people
        if p["best"]
    ]
