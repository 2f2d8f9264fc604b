"""five percent

It takes attempts that are finished instead of those with a score. It shows for an attempt with a score but without
finished_at, which isn't raised or counted (and one that is finished without a score is counted).
"""

from django.db.models import Case, F, Value, When

from arena.contests.models import Attempt


def raise_scores(contest):
    raised = Case(
        When(score__gte=96, then=Value(100)),
        default=F("score") + F("score") / 20,  # NULL stays NULL
    )
    return Attempt.objects.filter(contest=contest, finished_at__isnull=False).update(score=raised)
