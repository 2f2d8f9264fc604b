"""WRONG (rule: rank): DenseRank() does not skip the ranks after equal people (1, 2, 2, 3)."""

from django.db.models import F, Max, Window
from django.db.models.functions import DenseRank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user", "user__username")
        .annotate(best=Max("score"))
        .annotate(place=Window(DenseRank(), order_by=F("best").desc()))
        .order_by("-best", "-user")
    )
    return [
        {"rank": person["place"], "name": person["user__username"], "score": person["best"]}
        for person in people[first : first + size]
    ]
