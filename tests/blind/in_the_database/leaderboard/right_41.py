"""One query groups a contest's people by user and lets a window function rank their best scores before it cuts out the page."""

from django.contrib.auth import get_user_model
from django.db.models import F, Max, Window
from django.db.models.functions import Rank


def leaderboard(contest_id, page=1, size=20):
    first = (page - 1) * size
    people = (
        get_user_model()
        .objects.filter(attempts__contest=contest_id, attempts__score__isnull=False)
        .annotate(score=Max("attempts__score"))
        .annotate(rank=Window(Rank(), order_by=F("score").desc()))
        .order_by("-score", "-pk")
        .values("rank", "score", name=F("username"))
    )
    return list(people[first : first + size])
