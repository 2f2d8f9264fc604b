"""WRONG (limit: queries): an update for every 10000 keys; from more than 30000 attempts on, over 4 queries."""

from django.db import transaction
from django.db.models import Case, CharField, Max, Min, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest

STEP = 10_000


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
        When(score__gte=90, then=Value("gold")),
        When(score__gte=75, then=Value("silver")),
        When(score__gte=Subquery(cutoff), then=Value("bronze")),
        default=Value(""),
        output_field=CharField(),
    )
    keys = Attempt.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if keys["first"] is None:
        return 0
    changed = 0
    for start in range(keys["first"], keys["last"] + 1, STEP):
        part = Attempt.objects.filter(pk__gte=start, pk__lt=start + STEP)
        changed += part.exclude(medal=deserved).update(medal=deserved)
    return changed
