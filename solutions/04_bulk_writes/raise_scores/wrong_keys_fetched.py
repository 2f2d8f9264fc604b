"""One UPDATE with the keys of all attempts in a list: they are fetched and sent back.

Breaks: fetched
Fails: rows
"""

from django.db.models import F
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    scored = Attempt.objects.filter(contest=contest, score__isnull=False)
    keys = list(scored.values_list("pk", flat=True))
    return Attempt.objects.filter(pk__in=keys).update(score=Least(F("score"), 96) * 105 / 100)
