"""Counts users for whom a better attempt Exists()."""

from django.db.models import Exists, Max, OuterRef

from arena.accounts.models import User
from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    best = Attempt.objects.filter(contest=contest_id, user=user_id).aggregate(Max("score"))[
        "score__max"
    ]
    if best is None:
        return None
    better = Attempt.objects.filter(
        contest=contest_id, user=OuterRef("pk"), score__gt=best
    )
    return User.objects.filter(Exists(better)).exclude(pk=user_id).count() + 1
