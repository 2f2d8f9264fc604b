"""medals

One UPDATE for each medal: an attempt whose score is changed from 80 to 95 by somebody else after
the statement for gold and before the one for silver is seen by neither and keeps whatever it had.
"""

from django.db import transaction
from django.db.models import F, Q

from arena.contests.models import Attempt

WHO = {
    "gold": Q(score__gte=90),
    "silver": Q(score__gte=75) & Q(score__lt=90),
    "bronze": Q(score__lt=75) & Q(score__gte=F("contest__cutoff")),
    "": Q(score__isnull=True) | Q(score__lt=75) & Q(score__lt=F("contest__cutoff")),
}


@transaction.atomic
def award():
    return sum(
        Attempt.objects.filter(who).exclude(medal=medal).update(medal=medal)
        for medal, who in WHO.items()
    )
