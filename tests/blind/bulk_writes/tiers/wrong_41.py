"""no score

COALESCE makes a NULL score 0, so an unfinished attempt gets "bronze" at a contest with a cut-off of 0.
"""

from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from arena.contests.models import Attempt, Contest


@transaction.atomic
def award():
    cutoff = Subquery(Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff"))
    attempts = Attempt.objects.annotate(points=Coalesce("score", 0)).annotate(
        deserved=Case(
            When(points__gte=90, then=Value("gold")),
            When(points__gte=75, then=Value("silver")),
            When(points__gte=cutoff, then=Value("bronze")),
            default=Value(""),
        )
    )
    return attempts.exclude(medal=F("deserved")).update(medal=F("deserved"))
