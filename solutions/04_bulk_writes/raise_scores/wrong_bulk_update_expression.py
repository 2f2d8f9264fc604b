"""bulk_update() with an expression: the database computes, but every attempt is fetched for it.

Breaks: fetched
Fails: rows
"""

from django.db.models import F
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    attempts = list(Attempt.objects.filter(contest=contest, score__isnull=False).only("pk"))
    for attempt in attempts:
        attempt.score = Least(F("score"), 96) * 105 / 100
    return Attempt.objects.bulk_update(attempts, ["score"])
