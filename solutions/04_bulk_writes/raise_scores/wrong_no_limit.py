"""Nothing stops a score at 100: 97 becomes 101.

Breaks: limit
Fails: answer
"""

from django.db.models import F

from arena.contests.models import Attempt


def raise_scores(contest):
    return Attempt.objects.filter(contest=contest, score__isnull=False).update(
        score=F("score") + F("score") * 5 / 100
    )
