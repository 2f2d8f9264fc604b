"""WRONG (rule: medals): gold is 90 to 100; a score over 100 (with bonus points) gets "" and loses its gold."""

from django.db import transaction
from django.db.models import Case, CharField, OuterRef, Subquery, Value, When

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
        When(score__range=(90, 100), then=Value("gold")),
        When(score__range=(75, 89), then=Value("silver")),
        When(score__gte=Subquery(cutoff), score__lt=75, then=Value("bronze")),
        default=Value(""),
        output_field=CharField(),
    )
    return Attempt.objects.exclude(medal=deserved).update(medal=deserved)
