"""WRONG (rule: no rank): somebody whose attempts all lack a score is ranked as if with 0."""

from django.db.models import Count, Max
from django.db.models.functions import Coalesce

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = (
        attempts.filter(user=user_id)
        .values("user_id")
        .annotate(best=Coalesce(Max("score"), 0))
        .values_list("best", flat=True)
        .order_by("user_id")
        .first()
    )
    if mine is None:
        return None
    better = attempts.filter(score__gt=mine)
    return 1 + better.aggregate(people=Count("user_id", distinct=True))["people"]
