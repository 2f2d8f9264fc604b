"""A CASE without a filter: every attempt on the site is written, most of them with the score that
they have.

Breaks: nothing else
Fails: written
"""

from django.db.models import Case, F, PositiveIntegerField, When
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    raised = When(contest=contest, score__isnull=False, then=Least(F("score"), 96) * 105 / 100)
    new = Case(raised, default=F("score"), output_field=PositiveIntegerField())
    Attempt.objects.update(score=new)
    return contest.attempts.filter(score__isnull=False).count()
