"""One aggregate query returns the person's best score and how many people have a higher one, so both are of one moment."""

from django.db.models import Count, Max, Q, Subquery

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).order_by("-score").values("score")[:1]
    numbers = scored.aggregate(
        best=Max("score", filter=Q(user=user_id)),
        better=Count("user", distinct=True, filter=Q(score__gt=Subquery(mine))),
    )
    return None if numbers["best"] is None else 1 + numbers["better"]
