"""LEAST() of NULL and 100 is 100 on PostgreSQL: an unfinished attempt gets the full score. update()
also counts attempts without a score.

Breaks: no score
Fails: answer
"""

from django.db.models import F
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    return Attempt.objects.filter(contest=contest).update(score=Least(F("score"), 96) * 105 / 100)
