"""returned: breaks it, when two runs overlap.

The number is counted before the UPDATE. A run that counts 500, and whose UPDATE then waits for another run that changes these 500,
changes none itself but returns 500. So does a run between whose two queries a score changes.
"""

from django.db import transaction
from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest

CUTOFF = Subquery(Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff"))
DESERVED = Case(
    When(score__gte=90, then=Value("gold")),
    When(score__gte=75, then=Value("silver")),
    When(score__gte=CUTOFF, then=Value("bronze")),
    default=Value(""),
    output_field=CharField(),
)


@transaction.atomic
def award():
    stale = Attempt.objects.alias(deserved=DESERVED).exclude(medal=F("deserved"))
    changed = stale.count()
    if changed:
        stale.update(medal=DESERVED)
    return changed
