"""Coalesce() makes 0 of no score, and where the cut-off is 0 that is a bronze.

Breaks: no score
Fails: answer
"""

from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from arena.contests.models import Attempt, Contest

CUTOFF = Subquery(Contest.objects.filter(pk=OuterRef("contest")).values("cutoff"))
MEDAL = Case(
    When(points__gte=90, then=Value("gold")),
    When(points__gte=75, then=Value("silver")),
    When(points__gte=CUTOFF, then=Value("bronze")),
    default=Value(""),
)


def award():
    attempts = Attempt.objects.alias(points=Coalesce("score", 0), deserved=MEDAL)
    return attempts.exclude(medal=F("deserved")).update(medal=MEDAL)
