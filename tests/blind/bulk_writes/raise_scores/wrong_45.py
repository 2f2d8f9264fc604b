"""returned

Attempts with a score of 0 are left out, since 0 cannot rise; but 0 is a score. It shows when an attempt at the contest
has a score of 0: it isn't counted.
"""

from django.db.models import Case, F, Value, When

from arena.contests.models import Attempt


def raise_scores(contest):
    raised = Case(
        When(score__gte=96, then=Value(100)),
        default=F("score") + F("score") / 20,
    )
    return Attempt.objects.filter(contest=contest, score__gt=0).update(score=raised)
