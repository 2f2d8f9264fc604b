"""WRONG (rule: rank): shares ranks only within a page; people equal to the last one of the page before get a new rank."""

from django.db.models import Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user", "user__username")
        .annotate(best=Max("score"))
        .order_by("-best", "-user")[first : first + size]
    )
    rows = []
    rank = last = None
    for position, person in enumerate(people, first + 1):
        if person["best"] != last:
            rank, last = position, person["best"]
        rows.append({"rank": rank, "name": person["user__username"], "score": last})
    return rows
