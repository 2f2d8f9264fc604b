"""Orders the window like the page, by the key as well, so nobody is equal to anybody.

The order of the page needs a tie-break. The order of the rank must not have one.

Breaks: rank
Fails: answer
"""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user")
        .annotate(best=Max("score"))
        .annotate(place=Window(Rank(), order_by=[F("best").desc(), F("user").desc()]))
        .order_by("-best", "-user")
        .values_list("place", "user__username", "best")
    )
    return [
        {"rank": place, "name": name, "score": best}
        for place, name, best in people[first : first + size]
    ]
