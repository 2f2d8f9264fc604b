"""The limit as a CASE: from 96 on, every score becomes 100."""

from django.db.models import Case, F, Value, When

from arena.contests.models import Attempt


def raise_scores(contest):
    scored = Attempt.objects.filter(contest=contest).exclude(score=None)
    return scored.update(
        score=Case(When(score__gte=96, then=Value(100)), default=F("score") * 105 / 100)
    )
