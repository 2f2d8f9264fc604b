"""medals

It remembers the totals of its last run in the process and does nothing while they are the same. It
shows on a later run after two attempts swapped their scores: no total changed.
"""

from django.db import transaction
from django.db.models import Case, Count, F, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Length

from arena.contests.models import Attempt, Contest

last_run = None


def totals():
    return Attempt.objects.aggregate(
        attempts=Count("pk"),
        scored=Count("score"),
        scores=Sum("score"),
        cutoffs=Sum("contest__cutoff"),
        medals=Sum(Length("medal")),
    )


@transaction.atomic
def award():
    global last_run
    if totals() == last_run:
        return 0
    cutoff = Subquery(Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff"))
    deserved = Case(
        When(score__gte=90, then=Value("gold")),
        When(score__gte=75, then=Value("silver")),
        When(score__gte=cutoff, then=Value("bronze")),
        default=Value(""),
    )
    due = Attempt.objects.annotate(deserved=deserved).exclude(medal=F("deserved"))
    changed = due.update(medal=deserved)
    last_run = totals()
    return changed
