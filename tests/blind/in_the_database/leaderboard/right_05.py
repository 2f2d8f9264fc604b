"""DISTINCT ON keeps one best attempt of each person; a window ranks those."""

from django.db.models import F, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.order_by("user_id", "-score", "pk").distinct("user_id").values("pk")
    ranked = (
        Attempt.objects.filter(pk__in=best)
        .select_related("user")
        .annotate(place=Window(Rank(), order_by=F("score").desc()))
        .order_by("-score", "-user_id")
    )
    start = (page - 1) * size
    return [
        {"rank": attempt.place, "name": attempt.user.username, "score": attempt.score}
        for attempt in ranked[start : start + size]
    ]
