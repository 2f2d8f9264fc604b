"""The page, and one count for its first line; the other ranks follow from the places."""

from django.db.models import Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    first = (page - 1) * size
    people = list(
        scored.values_list("user", "user__username")
        .annotate(best=Max("score"))
        .order_by("-best", "-user")[first : first + size]
    )
    if not people:
        return []
    last = people[0][2]
    rank = 1 + scored.filter(score__gt=last).values("user").distinct().count()
    rows = []
    for place, (_, name, score) in enumerate(people, first + 1):
        if score != last:
            rank, last = place, score
        rows.append({"rank": rank, "name": name, "score": score})
    return rows
