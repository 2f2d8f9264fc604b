"""WRONG (rule: no score): sorts the people without a score last instead of leaving them out, so the last page shows them with None."""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    best_first = F("best").desc(nulls_last=True)
    people = (
        Attempt.objects.filter(contest=contest_id)
        .values("user", "user__username")
        .annotate(best=Max("score"))
        .annotate(place=Window(Rank(), order_by=best_first))
        .order_by(best_first, "-user")
    )
    return [
        {"rank": person["place"], "name": person["user__username"], "score": person["best"]}
        for person in people[first : first + size]
    ]
