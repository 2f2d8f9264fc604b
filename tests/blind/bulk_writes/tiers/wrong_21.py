"""WRONG (rule: written): every attempt is written by every run; only the count is right."""

from django.db import connection, transaction  # noqa: F401
from django.db.models import Case, CharField, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest  # noqa: F401


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
    cutoff = Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff")
    deserved = Case(
        When(score__gte=90, then=Value("gold")),
        When(score__gte=75, then=Value("silver")),
        When(score__gte=Subquery(cutoff), then=Value("bronze")),
        default=Value(""),
        output_field=CharField(),
    )
    changed = Attempt.objects.exclude(medal=deserved).count()
    Attempt.objects.update(medal=deserved)
    return changed
