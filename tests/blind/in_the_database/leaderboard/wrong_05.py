"""WRONG (rule: rows): after the last page it shows the last page again (get_page() clamps)."""

from django.core.paginator import Paginator
from django.db.models import F, Max, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    people = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user", "user__username")
        .annotate(best=Max("score"))
        .annotate(place=Window(Rank(), order_by=F("best").desc()))
        .order_by("-best", "-user")
    )
    return [
        {"rank": p["place"], "name": p["user__username"], "score": p["best"]}
        for p in Paginator(people, size).get_page(page)
    ]
