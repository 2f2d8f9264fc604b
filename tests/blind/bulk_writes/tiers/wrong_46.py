"""taken away

Only the three known medals are removed: an attempt that deserves none keeps any other text, like
"Gold" or "tin".
"""

from django.db import transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When

from arena.contests.models import Attempt, Contest

MEDALS = ["gold", "silver", "bronze"]


@transaction.atomic
def award():
    cutoff = Subquery(Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff"))
    deserved = Case(
        When(score__gte=90, then=Value("gold")),
        When(score__gte=75, then=Value("silver")),
        When(score__gte=cutoff, then=Value("bronze")),
        default=Value(""),
    )
    attempts = Attempt.objects.annotate(deserved=deserved)
    won = Q(deserved__in=MEDALS) & ~Q(medal=F("deserved"))
    lost = Q(deserved="", medal__in=MEDALS)
    return attempts.filter(won | lost).update(medal=deserved)
