"""One UPDATE with a CASE, for the attempts whose medal changes.

F() may follow a relation in a filter, but not in the values of update(): a subquery can stand
there.
"""

from django.db.models import Case, F, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest

CUTOFF = Subquery(Contest.objects.filter(pk=OuterRef("contest")).values("cutoff"))
MEDAL = Case(
    When(score__gte=90, then=Value("gold")),
    When(score__gte=75, then=Value("silver")),
    When(score__gte=CUTOFF, then=Value("bronze")),
    default=Value(""),
)


def award():
    return Attempt.objects.alias(deserved=MEDAL).exclude(medal=F("deserved")).update(medal=MEDAL)
