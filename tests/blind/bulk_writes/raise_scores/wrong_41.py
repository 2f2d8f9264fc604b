"""limit

score * 5 is computed as a 32-bit integer before anything is capped. It shows for one score above 429,496,729, which the
column takes: DataError (integer out of range), and no score of the contest is raised, where that one should be 100.
"""

from django.db.models import F
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    attempts = Attempt.objects.filter(contest=contest, score__isnull=False)
    return attempts.update(score=Least(F("score") + F("score") * 5 / 100, 100))
