"""It waits for nobody: attempts that another client has locked keep their score.

Breaks: five percent
Fails: meantime
"""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from arena.contests.models import Attempt


@transaction.atomic
def raise_scores(contest):
    scored = Attempt.objects.filter(contest=contest, score__isnull=False)
    free = scored.select_for_update(skip_locked=True)
    return Attempt.objects.filter(pk__in=free.values("pk")).update(
        score=Least(F("score"), 96) * 105 / 100
    )
