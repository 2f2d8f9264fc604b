"""One statement for each medal and one for none, in a transaction: other clients never see half of
it.
"""

from django.db import transaction
from django.db.models import F, Q

from arena.contests.models import Attempt

BELOW = Q(score__lt=75)
GROUPS = {
    "gold": Q(score__gte=90),
    "silver": Q(score__gte=75, score__lt=90),
    "bronze": BELOW & Q(score__gte=F("contest__cutoff")),
    "": Q(score=None) | BELOW & Q(score__lt=F("contest__cutoff")),
}


@transaction.atomic
def award():
    return sum(
        Attempt.objects.filter(group).exclude(medal=medal).update(medal=medal)
        for medal, group in GROUPS.items()
    )
