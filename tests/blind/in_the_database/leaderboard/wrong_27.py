"""WRONG (rule: nothing else): the number of people better than a page's first score is remembered, so ranks are stale when somebody overtakes."""

from functools import lru_cache

from django.db.models import Max

from arena.contests.models import Attempt


@lru_cache(maxsize=1024)
def _better(contest_id, score):
    scored = Attempt.objects.filter(contest=contest_id, score__gt=score)
    return scored.values("user").distinct().count()


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = list(
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user", "user__username")
        .annotate(best=Max("score"))
        .order_by("-best", "-user")[first : first + size]
    )
    rows = []
    rank = last = None
    for position, person in enumerate(people, first + 1):
        if last is None:
            rank = 1 + _better(contest_id, person["best"])
        elif person["best"] != last:
            rank = position
        last = person["best"]
        rows.append({"rank": rank, "name": person["user__username"], "score": last})
    return rows
