"""From the side of the users, with their best attempt and a window."""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.accounts.models import User


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    users = (
        User.objects.filter(attempts__contest=contest_id, attempts__score__isnull=False)
        .annotate(best=Max("attempts__score"))
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-pk")
        .values_list("place", "username", "best")
    )
    rows = []
    for rank, name, score in users[first : first + size]:
        rows.append({"rank": rank, "name": name, "score": score})
    return rows
