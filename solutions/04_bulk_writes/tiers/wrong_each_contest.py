"""One UPDATE with a CASE for each contest, because their cut-offs differ.

Breaks: queries
Fails: contests
"""

from django.db import transaction
from django.db.models import Case, F, Value, When

from arena.contests.models import Contest


@transaction.atomic
def award():
    changed = 0
    for contest in Contest.objects.all():
        medal = Case(
            When(score__gte=90, then=Value("gold")),
            When(score__gte=75, then=Value("silver")),
            When(score__gte=contest.cutoff, then=Value("bronze")),
            default=Value(""),
        )
        wrong = contest.attempts.alias(deserved=medal).exclude(medal=F("deserved"))
        changed += wrong.update(medal=medal)
    return changed
