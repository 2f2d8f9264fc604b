"""Starts from the people instead of the attempts: the best score is a filtered aggregate."""

from django.db.models import F, Max, Q, Window
from django.db.models.functions import Rank

from arena.accounts.models import User


def leaderboard(contest_id, page=1, size=20):
    people = (
        User.objects.annotate(best=Max("attempts__score", filter=Q(attempts__contest=contest_id)))
        .filter(best__isnull=False)
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-pk")
    )
    first = (page - 1) * size
    return [
        {"rank": person.place, "name": person.username, "score": person.best}
        for person in people[first : first + size]
    ]
