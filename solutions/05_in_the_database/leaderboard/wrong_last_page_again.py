"""Paginator.get_page() returns the last page for every later page number, and not an empty page.

Breaks: rows
Fails: answer
"""

from django.core.paginator import Paginator
from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user")
        .annotate(best=Max("score"))
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-user")
        .values_list("place", "user__username", "best")
    )
    return [
        {"rank": place, "name": name, "score": best}
        for place, name, best in Paginator(people, size).get_page(page)
    ]
