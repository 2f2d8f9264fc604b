"""DISTINCT ON picks one best attempt of each person, and a window function ranks these attempts."""

from django.db.models import F, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.order_by("user_id", "-score", "pk").distinct("user_id")
    first = (page - 1) * size
    ranked = (
        Attempt.objects.filter(pk__in=best.values("pk"))
        .select_related("user")
        .annotate(rank=Window(Rank(), order_by=F("score").desc()))
        .order_by("-score", "-user_id")[first : first + size]
    )
    return [
        {"rank": attempt.rank, "name": attempt.user.username, "score": attempt.score}
        for attempt in ranked
    ]
