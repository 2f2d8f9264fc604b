"""rank

Two statements see two moments: the page is read, then the better people than its first line are counted. If somebody scores
between the two, the first page begins with rank 2 and has nobody on rank 1.
"""

from django.db.models import Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    people = scored.values("user", "user__username").annotate(best=Max("score"))
    first = (page - 1) * size
    lines = list(people.order_by("-best", "-user")[first : first + size])
    if not lines:
        return []
    better = scored.filter(score__gt=lines[0]["best"]).values("user").distinct().count()
    rows = []
    for place, line in enumerate(lines, start=first + 1):
        score = line["best"]
        if not rows:
            rank = 1 + better
        elif score < rows[-1]["score"]:
            rank = place
        rows.append({"rank": rank, "name": line["user__username"], "score": score})
    return rows
