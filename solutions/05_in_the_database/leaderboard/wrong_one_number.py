"""Sorts by one number, a million for each point plus the key: high keys overtake better people.

Breaks: order
Fails: answer
"""

from django.db.models import BigIntegerField, F, Max, Window
from django.db.models.functions import Cast, Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user")
        .annotate(best=Max("score"))
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
        .annotate(order=Cast("best", BigIntegerField()) * 1_000_000 + F("user"))
        .order_by("-order")
        .values_list("place", "user__username", "best")
    )
    return [
        {"rank": place, "name": name, "score": best}
        for place, name, best in people[first : first + size]
    ]
