"""WRONG (rule: rank): people who tie across the edge of a page get a new rank on the next page."""

from django.db.models import Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    people = scored.values("user", "user__username").annotate(best=Max("score"))
    first = (page - 1) * size
    rows, rank, last = [], None, None
    page_of = people.order_by("-best", "-user")[first : first + size]
    for place, person in enumerate(page_of, first + 1):
        if person["best"] != last:
            rank, last = place, person["best"]
        rows.append({"rank": rank, "name": person["user__username"], "score": last})
    return rows
