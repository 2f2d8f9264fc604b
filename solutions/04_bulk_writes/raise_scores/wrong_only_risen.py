"""It returns how many scores rose, and leaves out those that stay: 19, for one.

Breaks: returned
Fails: answer
"""

from django.db.models import F
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    rising = Attempt.objects.filter(contest=contest, score__gte=20, score__lt=100)
    return rising.update(score=Least(F("score"), 96) * 105 / 100)
