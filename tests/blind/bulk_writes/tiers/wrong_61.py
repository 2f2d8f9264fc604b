"""no score: breaks it.

An attempt whose score was withdrawn (NULL) keeps the medal that it has: NULL < 75 is not true, so no update takes the row.
"""

from django.db import transaction
from django.db.models import F

from arena.contests.models import Attempt


@transaction.atomic
def award():
    attempts = Attempt.objects.all()
    gold = attempts.filter(score__gte=90)
    silver = attempts.filter(score__gte=75, score__lt=90)
    bronze = attempts.filter(score__lt=75, score__gte=F("contest__cutoff"))
    none = attempts.filter(score__lt=75).filter(score__lt=F("contest__cutoff"))
    changed = 0
    for rows, medal in [(gold, "gold"), (silver, "silver"), (bronze, "bronze"), (none, "")]:
        changed += rows.exclude(medal=medal).update(medal=medal)
    return changed
