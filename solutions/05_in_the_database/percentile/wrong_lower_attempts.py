"""Counts people with a lower attempt. Their best one may be higher.

A person with 10 and 90 points is on both sides.

Breaks: percentile
Fails: answer
"""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt, Contest


def people(**condition):
    return Count("user", filter=Q(**condition), distinct=True)


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if mine is None:
        return None
    cutoff = Contest.objects.values_list("cutoff", flat=True).get(pk=contest_id)
    count = scored.aggregate(
        all=people(), lower=people(score__lt=mine), qualifiers=people(score__gte=cutoff)
    )
    others = count["all"] - 1
    return {
        "percentile": 100 * count["lower"] / others if others else 0,
        "qualified": mine >= cutoff,
        "qualifiers": count["qualifiers"],
    }
