"""One statement: an aggregate over the contest, with the person's best score as a sub-query."""

from django.db.models import Count, Max, Q, Subquery

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = Q(user=user_id, score__isnull=False)
    best = Subquery(attempts.filter(mine).order_by("-score").values("score")[:1])
    found = attempts.aggregate(
        best=Max("score", filter=mine),
        better=Count("user", filter=Q(score__gt=best), distinct=True),
    )
    return None if found["best"] is None else 1 + found["better"]
