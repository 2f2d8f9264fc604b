"""A factor of 1.05 makes the product a float. PostgreSQL rounds it, up from .5 on; SQLite stores
10.5 in a column for whole numbers.

Breaks: five percent
Fails: answer
"""

from django.db.models import F
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    return Attempt.objects.filter(contest=contest, score__isnull=False).update(
        score=Least(F("score") * 1.05, 100.0)
    )
