"""WRONG (limit: queries): a statement for each cut-off that some contest has: more than 3 are too many."""

from django.db import connection, transaction  # noqa: F401
from django.db.models import Case, CharField, Value, When

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
    changed = 0
    for cutoff in Contest.objects.order_by("cutoff").values_list("cutoff", flat=True).distinct():
        deserved = Case(
            When(score__gte=90, then=Value("gold")),
            When(score__gte=75, then=Value("silver")),
            When(score__gte=cutoff, then=Value("bronze")),
            default=Value(""),
            output_field=CharField(),
        )
        attempts = Attempt.objects.filter(contest__cutoff=cutoff)
        changed += attempts.exclude(medal=deserved).update(medal=deserved)
    return changed
