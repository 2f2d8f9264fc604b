"""A CASE takes the first WHEN that matches. Here that is bronze for a score of 95, so there is no
gold.

Breaks: medals
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
