"""Two aggregates: Max() of one's own scores, then Count(distinct) of the others above it."""

from django.db.models import Count, Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    best = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if best is None:
        return None
    better = attempts.filter(score__gt=best).exclude(user=user_id)
    return 1 + better.aggregate(people=Count("user_id", distinct=True))["people"]
