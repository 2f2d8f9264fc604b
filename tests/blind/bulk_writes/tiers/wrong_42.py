"""returned

It counts what will change in one statement and writes in the next. With two runs at the same time
both report the same changes: the second waits for the first one's rows, and then changes none.
"""

from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest


@transaction.atomic
def award():
    cutoff = Subquery(Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff"))
    deserved = Case(
        When(score__gte=90, then=Value("gold")),
        When(score__gte=75, then=Value("silver")),
        When(score__gte=cutoff, then=Value("bronze")),
        default=Value(""),
    )
    due = Attempt.objects.annotate(deserved=deserved).exclude(medal=F("deserved"))
    changed = due.count()
    if changed:
        due.update(medal=deserved)
    return changed
