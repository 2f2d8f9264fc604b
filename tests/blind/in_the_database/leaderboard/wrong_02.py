"""WRONG (rule: rank): above a later page it counts attempts, so who tried twice counts twice."""

from django.db.models import Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    people = scored.values("user", "user__username").annotate(best=Max("score"))
    first = (page - 1) * size
    found = list(people.order_by("-best", "-user")[first : first + size])
    if not found:
        return []
    last = found[0]["best"]
    rank = 1 + scored.filter(score__gt=last).count()
    rows = []
    for place, person in enumerate(found, first + 1):
        if person["best"] != last:
            rank, last = place, person["best"]
        rows.append({"rank": rank, "name": person["user__username"], "score": last})
    return rows
