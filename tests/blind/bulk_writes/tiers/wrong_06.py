"""WRONG (rule: written): of two runs that overlap, the second writes all the medals again, and counts them.

It chooses the keys in a subquery of its own. Having waited for the first run's lock, PostgreSQL
looks at the updated attempt once more, but at the subquery's old row: the key is still in there.
"""

from django.db import transaction
from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest


def medal_for(score, cutoff):
    if score is None:
        return ""
    if score >= 90:
        return "gold"
    if score >= 75:
        return "silver"
    return "bronze" if score >= cutoff else ""


def deserved(cutoff):
    return Case(
        When(score__gte=90, then=Value("gold")),
        When(score__gte=75, then=Value("silver")),
        When(score__gte=cutoff, then=Value("bronze")),
        default=Value(""),
        output_field=CharField(),
    )


@transaction.atomic
def award():
    outdated = (
        Attempt.objects.alias(deserved=deserved(F("contest__cutoff")))
        .exclude(medal=F("deserved"))
        .values("pk")
    )
    # update() cannot set what comes from a join, but it can from a subquery.
    cutoff = Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff")[:1]
    return Attempt.objects.filter(pk__in=outdated).update(medal=deserved(Subquery(cutoff)))
