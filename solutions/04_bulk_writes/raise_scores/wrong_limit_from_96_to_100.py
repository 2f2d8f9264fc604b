"""Only scores from 96 to 100 are limited: 120 becomes 126.

Breaks: limit
Fails: answer
"""

from django.db.models import Case, F, Value, When

from arena.contests.models import Attempt


def raise_scores(contest):
    raised = Case(
        When(score__range=(96, 100), then=Value(100)), default=F("score") + F("score") / 20
    )
    return Attempt.objects.filter(contest=contest, score__isnull=False).update(score=raised)
