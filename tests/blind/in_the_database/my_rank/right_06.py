"""One aggregate() with filtered aggregates; my best is a subquery in the filter."""

from django.db.models import Count, Max, Q, Subquery

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).order_by("-score").values("score")[:1]
    found = scored.aggregate(
        best=Max("score", filter=Q(user=user_id)),
        better=Count("user_id", distinct=True, filter=Q(score__gt=Subquery(mine))),
    )
    return None if found["best"] is None else 1 + found["better"]
