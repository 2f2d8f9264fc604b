"""Two UPDATEs in the wrong order: 92 becomes 96, and the second statement makes it 100.

Breaks: five percent
Fails: answer
"""

from django.db.models import F

from arena.contests.models import Attempt


def raise_scores(contest):
    attempts = Attempt.objects.filter(contest=contest)
    lower = attempts.filter(score__lt=96).update(score=F("score") * 105 / 100)
    attempts.filter(score__gte=96).update(score=100)
    return lower
