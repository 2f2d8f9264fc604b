"""One UPDATE by the ORM: a CASE with a scalar subquery for the cut-off, filtered by what differs."""

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
    attempts = Attempt.objects.annotate(deserved=deserved).exclude(medal=F("deserved"))
    return attempts.update(medal=deserved)
