"""WRONG (rule: no score): DESC puts NULL first, so one unfinished attempt turns a rank to None."""

from django.db.models import Count

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    best = (
        attempts.filter(user=user_id).order_by("-score").values_list("score", flat=True).first()
    )
    if best is None:
        return None
    better = attempts.filter(score__gt=best)
    return 1 + better.aggregate(people=Count("user_id", distinct=True))["people"]
