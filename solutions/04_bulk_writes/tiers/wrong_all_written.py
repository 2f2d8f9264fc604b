"""One statement, but it writes every attempt on the site every night.

Breaks: written
Fails: again
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
    wrong = Attempt.objects.alias(deserved=MEDAL).exclude(medal=F("deserved"))
    changed = wrong.count()
    Attempt.objects.update(medal=MEDAL)
    return changed
