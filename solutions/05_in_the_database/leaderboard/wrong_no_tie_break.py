"""Orders the page by the score alone, so nothing defines the order of equal people.

The next page may be ordered differently. Then it shows one person twice, and another never.

Breaks: order
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
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best")
        .values_list("place", "user__username", "best")
    )
    return [
        {"rank": place, "name": name, "score": best}
        for place, name, best in people[first : first + size]
    ]
