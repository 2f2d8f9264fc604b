"""five percent

Two statements share the work, the cap first. It shows when another client changes a score from 50 to 97 between the
two: neither statement raises it, or counts it.
"""

from django.db.models import F

from arena.contests.models import Attempt


def raise_scores(contest):
    attempts = Attempt.objects.filter(contest=contest)
    capped = attempts.filter(score__gte=96).update(score=100)
    return capped + attempts.filter(score__lt=96).update(score=F("score") + F("score") / 20)
