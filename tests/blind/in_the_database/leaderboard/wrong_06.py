"""WRONG (limit: fetched): fetches all people down to the page: over 60 rows from page 4 on."""

from django.db.models import Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    people = scored.values_list("user", "user__username").annotate(best=Max("score"))
    first = (page - 1) * size
    rows, rank, last = [], None, None
    for place, (_, name, score) in enumerate(people.order_by("-best", "-user")[: first + size], 1):
        if score != last:
            rank, last = place, score
        rows.append({"rank": rank, "name": name, "score": score})
    return rows[first:]
