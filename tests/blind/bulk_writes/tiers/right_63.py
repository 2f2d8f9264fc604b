"""A function builds the Case; whether the cut-off is reached is an Exists on the contest, and one UPDATE takes the rows that differ."""

from django.db import transaction
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from arena.contests.models import Attempt, Contest


def deserved_medal():
    """Return the expression for the medal that an attempt deserves. A comparison with NULL is never true."""
    qualified = Exists(
        Contest.objects.filter(pk=OuterRef("contest_id"), cutoff__lte=OuterRef("score"))
    )
    return Case(
        When(Q(score__gte=90), then=Value("gold")),
        When(Q(score__gte=75), then=Value("silver")),
        When(qualified, then=Value("bronze")),
        default=Value(""),
        output_field=CharField(max_length=6),
    )


@transaction.atomic
def award():
    undeserved = Attempt.objects.filter(~Q(medal=deserved_medal()))
    return undeserved.update(medal=deserved_medal())
