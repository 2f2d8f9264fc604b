"""nothing else (another column matters)

People whose account is not active are left out, and those behind them move up. It shows as soon as one with a score in the contest
has is_active=False.
"""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False, user__is_active=True)
        .values("user_id", "user__username")
        .annotate(best=Max("score"))
        .annotate(rank=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-user_id")
    )
    return [
        {"rank": person["rank"], "name": person["user__username"], "score": person["best"]}
        for person in people[first : first + size]
    ]
