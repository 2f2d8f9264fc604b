"""The second UPDATE, for the limit, counts its rows too, and it caps the scores of every contest.

Breaks: returned
Fails: answer
"""

from django.db.models import F

from arena.contests.models import Attempt


def raise_scores(contest):
    raised = Attempt.objects.filter(contest=contest, score__isnull=False).update(
        score=F("score") * 105 / 100
    )
    return raised + Attempt.objects.filter(score__gt=100).update(score=100)
