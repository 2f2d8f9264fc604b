"""rows

A page never has more than 50 lines, whatever size the caller asks for, "to protect the database". With size=100, the first page
has 50 people, and the second begins with the 51st instead of the 101st.
"""

from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt

LARGEST = 50


def leaderboard(contest_id, page=1, size=20):
    size = min(size, LARGEST)
    first = (page - 1) * size
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user_id", "user__username")
        .annotate(best=Max("score"))
        .annotate(rank=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-user_id")
    )
    return [
        {"rank": person["rank"], "name": person["user__username"], "score": person["best"]}
        for person in people[first : first + size]
    ]
