"""An anti-join keeps each person's best attempt (of equal ones the first); a window ranks."""

from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


def leaderboard(contest_id, page=1, size=20):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    outdone = scored.filter(user=OuterRef("user")).filter(
        Q(score__gt=OuterRef("score")) | Q(score=OuterRef("score"), pk__lt=OuterRef("pk"))
    )
    lines = (
        scored.filter(~Exists(outdone))
        .annotate(place=Window(Rank(), order_by=F("score").desc()))
        .order_by("-score", "-user_id")
        .values("place", "user__username", "score")
    )
    first = (page - 1) * size
    page_of = lines[first : first + size]
    return [
        {"rank": x["place"], "name": x["user__username"], "score": x["score"]} for x in page_of
    ]
