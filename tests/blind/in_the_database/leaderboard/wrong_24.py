"""WRONG (rule: order): ties go to the later username, which differs from the user key if names were not given in order."""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values(name=F("user__username"))
        .annotate(best=Max("score"))
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-name")
    )
    return [
        {"rank": person["place"], "name": person["name"], "score": person["best"]}
        for person in people[first : first + size]
    ]
