"""Two UPDATEs in one transaction, the highest scores first: a score that becomes 96 isn't raised
again.
"""

from django.db import transaction
from django.db.models import F

from arena.contests.models import Attempt


@transaction.atomic
def raise_scores(contest):
    attempts = Attempt.objects.filter(contest=contest)
    highest = attempts.filter(score__gte=96).update(score=100)
    return highest + attempts.filter(score__lt=96).update(score=F("score") * 21 / 20)
