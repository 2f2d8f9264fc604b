"""The filter on the contest is missing: everybody on the site gets 5% more.

Breaks: nothing else
Fails: answer
"""

from django.db.models import F
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    Attempt.objects.filter(score__isnull=False).update(score=Least(F("score"), 96) * 105 / 100)
    return contest.attempts.filter(score__isnull=False).count()
