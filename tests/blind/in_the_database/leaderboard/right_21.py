"""RIGHT: one ORM query, Rank() as a window over the grouped best scores, sliced after it."""

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
        .order_by("-best", "-user")
    )
    return [
        {"rank": person["place"], "name": person["user__username"], "score": person["best"]}
        for person in people[first : first + size]
    ]
