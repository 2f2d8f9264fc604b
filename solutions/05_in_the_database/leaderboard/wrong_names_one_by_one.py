"""One query ranks the page. Then each name takes a query of its own.

Breaks: queries
Fails: queries
"""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.accounts.models import User
from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user")
        .annotate(best=Max("score"))
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-user")
    )
    return [
        {
            "rank": row["place"],
            "name": User.objects.get(pk=row["user"]).username,
            "score": row["best"],
        }
        for row in people[first : first + size]
    ]
