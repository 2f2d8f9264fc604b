"""Without a default a CASE is NULL where no WHEN matches, and the column can't be NULL.

Breaks: no score
Fails: answer
"""

from django.db.models import Case, F, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest

CUTOFF = Subquery(Contest.objects.filter(pk=OuterRef("contest")).values("cutoff"))
MEDAL = Case(
    When(score__gte=90, then=Value("gold")),
    When(score__gte=75, then=Value("silver")),
    When(score__gte=CUTOFF, then=Value("bronze")),
)


def award():
    return Attempt.objects.alias(deserved=MEDAL).exclude(medal=F("deserved")).update(medal=MEDAL)
