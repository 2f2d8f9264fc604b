"""RIGHT: one query for the page, one count for its first line; Python numbers the other lines."""

from django.db.models import Count, F, Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest_id=contest_id).exclude(score=None)
    first = (page - 1) * size
    people = list(
        scored.values("user_id", name=F("user__username"))
        .annotate(best=Max("score"))
        .order_by("-best", "-user_id")[first : first + size]
    )
    if not people:
        return []
    last = people[0]["best"]
    better = scored.filter(score__gt=last).aggregate(people=Count("user_id", distinct=True))
    rank = 1 + better["people"]
    rows = []
    for position, person in enumerate(people, first + 1):
        if person["best"] != last:
            rank, last = position, person["best"]
        rows.append({"rank": rank, "name": person["name"], "score": last})
    return rows
