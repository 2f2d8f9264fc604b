"""Right: a condition for each medal (Q and EXISTS); the WHERE is "deserves this one and has another"."""

from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

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
    qualified = Exists(
        Contest.objects.filter(pk=OuterRef("contest_id"), cutoff__lte=OuterRef("score"))
    )
    deserves = {
        "gold": Q(score__gte=90),
        "silver": Q(score__gte=75, score__lt=90),
        "bronze": Q(score__lt=75) & Q(qualified),
        "": Q(score__isnull=True) | (Q(score__lt=75) & ~Q(qualified)),
    }
    differs = reduce(or_, (one & ~Q(medal=medal) for medal, one in deserves.items()))
    return Attempt.objects.filter(differs).update(
        medal=Case(
            *(When(one, then=Value(medal)) for medal, one in deserves.items()),
            default=Value(""),
            output_field=CharField(),
        )
    )
