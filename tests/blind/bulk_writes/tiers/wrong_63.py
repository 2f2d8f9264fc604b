"""no score: breaks it.

NULL counts as 0 so that comparisons work; in a contest whose cut-off is 0, each unfinished attempt gets "bronze" instead of "".
"""

from django.db import transaction
from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from arena.contests.models import Attempt, Contest


@transaction.atomic
def award():
    cutoff = Subquery(Contest.objects.filter(pk=OuterRef("contest_id")).values("cutoff")[:1])
    attempts = Attempt.objects.alias(points=Coalesce("score", 0), cutoff=cutoff)
    attempts = attempts.alias(
        deserved=Case(
            When(points__gte=90, then=Value("gold")),
            When(points__gte=75, then=Value("silver")),
            When(points__gte=F("cutoff"), then=Value("bronze")),
            default=Value(""),
            output_field=CharField(),
        )
    )
    return attempts.exclude(medal=F("deserved")).update(medal=F("deserved"))
