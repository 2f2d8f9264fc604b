"""WRONG (limit: fetched): fetches a row for each better person, more than 20 for anyone below about rank 20."""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if best is None:
        return None
    better = scored.filter(score__gt=best).values_list("user", flat=True).distinct()
    return 1 + len(better)
