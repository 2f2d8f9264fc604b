""" "More than" instead of "or more": a score of exactly 90 gets no gold.

Breaks: medals
Fails: answer
"""

from django.db.models import Case, F, OuterRef, Subquery, Value, When

from arena.contests.models import Attempt, Contest

CUTOFF = Subquery(Contest.objects.filter(pk=OuterRef("contest")).values("cutoff"))
MEDAL = Case(
    When(score__gt=90, then=Value("gold")),
    When(score__gt=75, then=Value("silver")),
    When(score__gte=CUTOFF, then=Value("bronze")),
    default=Value(""),
)


def award():
    return Attempt.objects.alias(deserved=MEDAL).exclude(medal=F("deserved")).update(medal=MEDAL)
