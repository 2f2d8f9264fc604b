"""medals

It writes in batches of 50,000 and stops after four, to stay within four queries: of more than
200,000 changes the rest stays as it was.
"""

from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest

BATCH = 50_000


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
    changed = 0
    for _ in range(4):
        batch = due.values("pk")[:BATCH]
        written = Attempt.objects.filter(pk__in=batch).update(medal=deserved)
        changed += written
        if written < BATCH:
            break
    return changed
