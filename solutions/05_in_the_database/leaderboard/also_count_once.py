"""Two queries and no window function: count the people above the first line, then go on in Python.

Within a page, equal scores share the rank of the line before. All other ranks are positions.
"""

from django.db.models import Count, Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    people = scored.values_list("user__username").annotate(best=Max("score"))
    first = (page - 1) * size
    shown = list(people.order_by("-best", "-user")[first : first + size])
    if not shown:
        return []
    above = scored.filter(score__gt=shown[0][1]).aggregate(n=Count("user", distinct=True))["n"]
    rows = []
    for position, (name, score) in enumerate(shown, first + 1):
        if not rows:
            rank = 1 + above
        elif score != rows[-1]["score"]:
            rank = position
        rows.append({"rank": rank, "name": name, "score": score})
    return rows
