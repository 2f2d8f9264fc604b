"""Takes the position in the list for the rank. With ties they differ.

Breaks: rank
Fails: answer
"""

from django.db.models import Max

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values_list("user__username")
        .annotate(best=Max("score"))
        .order_by("-best", "-user")
    )
    first = (page - 1) * size
    return [
        {"rank": rank, "name": name, "score": score}
        for rank, (name, score) in enumerate(people[first : first + size], first + 1)
    ]
