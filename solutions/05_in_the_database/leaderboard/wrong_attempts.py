"""Ranks attempts: a person with three attempts has three lines and pushes the others down.

Breaks: best
Fails: answer
"""

from django.db.models import F, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .annotate(best=F("score"))
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-user")
        .values_list("place", "user__username", "best")
    )
    return [
        {"rank": place, "name": name, "score": best}
        for place, name, best in people[first : first + size]
    ]
