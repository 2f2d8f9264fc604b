"""Two UPDATEs, the highest scores first. When another client stores 97 in between, where it was 50,
neither raises that score, nor counts it. The transaction doesn't help: each statement looks anew.

Breaks: returned
Fails: meantime
"""

from django.db import transaction
from django.db.models import F

from arena.contests.models import Attempt


@transaction.atomic
def raise_scores(contest):
    attempts = Attempt.objects.filter(contest=contest)
    highest = attempts.filter(score__gte=96).update(score=100)
    return highest + attempts.filter(score__lt=96).update(score=F("score") * 21 / 20)
