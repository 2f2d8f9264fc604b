"""rows

The board ends after a thousand people, "nobody reads on": in a contest with more, page 51 is empty although it is not after the
last page.
"""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt

DEEPEST = 1_000


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    end = min(first + size, DEEPEST)
    if first >= end:
        return []
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user_id", "user__username")
        .annotate(best=Max("score"))
        .annotate(rank=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-user_id")
    )
    return [
        {"rank": person["rank"], "name": person["user__username"], "score": person["best"]}
        for person in people[first:end]
    ]
