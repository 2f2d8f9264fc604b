"""It counts what will change, and then changes it: if another run comes in between, both return the
same changes.

Breaks: returned
Fails: others
"""

from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest

CUTOFF = Subquery(Contest.objects.filter(pk=OuterRef("contest")).values("cutoff"))
MEDAL = Case(
    When(score__gte=90, then=Value("gold")),
    When(score__gte=75, then=Value("silver")),
    When(score__gte=CUTOFF, then=Value("bronze")),
    default=Value(""),
)


@transaction.atomic
def award():
    due = Attempt.objects.alias(deserved=MEDAL).exclude(medal=F("deserved"))
    changed = due.count()
    due.update(medal=MEDAL)
    return changed
