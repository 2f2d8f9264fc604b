"""fetched

Python counts the ranks from the top, so the page and all pages before it are fetched: 60 rows for the third page of 20, which is
still allowed, but 80 for the fourth and thousands at the end of a big contest.
"""

from django.db.models import Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    people = scored.values("user", "user__username").annotate(best=Max("score"))
    rows = []
    rank, last = 0, None
    for place, person in enumerate(people.order_by("-best", "-user")[: page * size], start=1):
        if person["best"] != last:
            rank, last = place, person["best"]
        rows.append({"rank": rank, "name": person["user__username"], "score": last})
    return rows[(page - 1) * size :]
