"""LEAST() of NULL and 100 is 100 on PostgreSQL: who has not finished gets the full score. And
update() returns how many rows it met, with a score or without.

Fails: answer
"""

from django.db.models import F
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    return Attempt.objects.filter(contest=contest).update(
        score=Least(F("score") + F("score") * 5 / 100, 100)
    )
