"""A CASE takes the first WHEN that fits, and whoever qualifies fits the first one: no gold here.

Fails: answer
"""

from django.db.models import Case, F, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest

CUTOFF = Subquery(Contest.objects.filter(pk=OuterRef("contest")).values("cutoff"))
MEDAL = Case(
    When(score__gte=CUTOFF, then=Value("bronze")),
    When(score__gte=75, then=Value("silver")),
    When(score__gte=90, then=Value("gold")),
    default=Value(""),
)


def award():
    return Attempt.objects.alias(deserved=MEDAL).exclude(medal=F("deserved")).update(medal=MEDAL)
