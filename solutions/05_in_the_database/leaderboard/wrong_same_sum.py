"""Caches a page for as long as the number and the sum of the scores are the same.

When two people's scores are swapped, both stay.

Breaks: nothing else
Fails: answer
"""

from django.db.models import Count, F, Max, Sum, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt

PAGES = {}


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    state = scored.aggregate(number=Count("pk"), newest=Max("pk"), total=Sum("score"))
    key = contest_id, page, size, *state.values()
    if key not in PAGES:
        people = (
            scored.values("user")
            .annotate(best=Max("score"))
            .annotate(place=Window(Rank(), order_by=F("best").desc()))
            .order_by("-best", "-user")
            .values_list("place", "user", "best")
        )
        PAGES[key] = list(people[first : first + size])
    names = scored.filter(user__in=[user for _, user, _ in PAGES[key]])
    names = dict(names.values_list("user", "user__username").distinct())
    return [{"rank": place, "name": names[user], "score": best} for place, user, best in PAGES[key]]
