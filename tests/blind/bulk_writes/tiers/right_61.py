"""One UPDATE of Django's: a Case with the cut-off as a subquery, for the rows whose medal differs from it."""

from django.db import transaction
from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest

CUTOFF = Subquery(Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff"))

MEDAL = Case(
    When(score__isnull=True, then=Value("")),
    When(score__gte=90, then=Value("gold")),
    When(score__gte=75, then=Value("silver")),
    When(score__gte=CUTOFF, then=Value("bronze")),
    default=Value(""),
    output_field=CharField(),
)


@transaction.atomic
def award():
    return Attempt.objects.alias(deserved=MEDAL).exclude(medal=F("deserved")).update(medal=MEDAL)
