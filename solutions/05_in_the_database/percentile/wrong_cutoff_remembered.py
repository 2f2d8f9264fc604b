"""Caches the cut-off of each contest for the life of the process, and the jury moves it.

A cached value that can change has to be invalidated, in every process.

Breaks: nothing else
Fails: answer
"""

from functools import cache

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt, Contest


def people(**condition):
    return Count("user", filter=Q(**condition), distinct=True)


@cache
def cutoff_of(contest_id):
    return Contest.objects.values_list("cutoff", flat=True).get(pk=contest_id)


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if mine is None:
        return None
    cutoff = cutoff_of(contest_id)
    count = scored.aggregate(
        all=people(), reached=people(score__gte=mine), qualifiers=people(score__gte=cutoff)
    )
    others = count["all"] - 1
    return {
        "percentile": 100 * (count["all"] - count["reached"]) / others if others else 0,
        "qualified": mine >= cutoff,
        "qualifiers": count["qualifiers"],
    }
