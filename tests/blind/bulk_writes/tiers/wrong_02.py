"""WRONG (rule: no score): none counts as 0, so if a contest's cut-off is 0, an unfinished attempt gets bronze."""

from django.db import transaction
from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from arena.contests.models import Attempt, Contest


def medal_for(score, cutoff):
    if score is None:
        return ""
    if score >= 90:
        return "gold"
    if score >= 75:
        return "silver"
    return "bronze" if score >= cutoff else ""


@transaction.atomic
def award():
    cutoff = Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff")[:1]
    deserved = Case(
        When(points__gte=90, then=Value("gold")),
        When(points__gte=75, then=Value("silver")),
        When(points__gte=Subquery(cutoff), then=Value("bronze")),
        default=Value(""),
        output_field=CharField(),
    )
    # Comparing with NULL is neither true nor false, so let there be a number.
    attempts = Attempt.objects.alias(points=Coalesce(F("score"), Value(0)))
    return attempts.filter(~Q(medal=deserved)).update(medal=deserved)
