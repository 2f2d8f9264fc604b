"""WRONG (rule: nothing else): the cap is for all contests: scores over 100 elsewhere are written."""

from django.db.models import F

from arena.contests.models import Attempt


def raise_scores(contest):
    raised = Attempt.objects.filter(contest=contest, score__isnull=False).update(
        score=F("score") + F("score") / 20
    )
    Attempt.objects.filter(score__gt=100).update(score=100)
    return raised
