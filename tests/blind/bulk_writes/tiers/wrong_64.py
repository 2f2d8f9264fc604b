"""written: breaks it (and returned), when two runs overlap.

The rows to write are chosen in a subquery. A second run that waits for the first one's row locks does not run its subquery again for
the new rows: it writes all of them once more, although no medal changes, and counts them once more.
"""

from django.db import transaction
from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest


def medal_by(cutoff):
    return Case(
        When(score__gte=90, then=Value("gold")),
        When(score__gte=75, then=Value("silver")),
        When(score__gte=cutoff, then=Value("bronze")),
        default=Value(""),
        output_field=CharField(),
    )


@transaction.atomic
def award():
    joined = Attempt.objects.alias(deserved=medal_by(F("contest__cutoff")))
    stale = joined.exclude(medal=F("deserved")).values("pk")
    cutoff = Subquery(Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff"))
    return Attempt.objects.filter(pk__in=stale).update(medal=medal_by(cutoff))
