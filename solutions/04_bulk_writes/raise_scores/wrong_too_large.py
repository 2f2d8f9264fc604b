"""The limit comes after the product, which exceeds an integer for a score of 2,147,483,647: the
whole UPDATE fails, and no score of the contest rises.

Breaks: limit
Fails: answer
"""

from django.db.models import F
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    return Attempt.objects.filter(contest=contest, score__isnull=False).update(
        score=Least(F("score") + F("score") * 5 / 100, 100)
    )
