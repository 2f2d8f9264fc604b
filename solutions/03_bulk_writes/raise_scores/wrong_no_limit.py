"""Nobody can have more than 100, and here they do.

Fails: answer
"""

from django.db.models import F

from arena.contests.models import Attempt


def raise_scores(contest):
    return Attempt.objects.filter(contest=contest, score__isnull=False).update(
        score=F("score") + F("score") * 5 / 100
    )
