"""WRONG (limit: fetched): fetches everybody down to the end of the page to rank them, so page 4 of 20 fetches 80 rows."""

from django.db.models import Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user", "user__username")
        .annotate(best=Max("score"))
        .order_by("-best", "-user")[: first + size]
    )
    rows = []
    rank = last = None
    for position, person in enumerate(people, 1):
        if person["best"] != last:
            rank, last = position, person["best"]
        rows.append({"rank": rank, "name": person["user__username"], "score": last})
    return rows[first:]
