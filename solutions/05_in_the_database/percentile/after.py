"""Three counts in one pass: a grouped query finds everybody's best, and aggregates count it.

An aggregate of a grouped query counts its groups. Each count has a condition of its own.
"""

from django.db.models import Count, F, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if mine is None:
        return None
    people = scored.values("user").annotate(best=Max("score"), cutoff=Max("contest__cutoff"))
    count = people.aggregate(
        all=Count("user"),
        lower=Count("user", filter=Q(best__lt=mine)),
        qualifiers=Count("user", filter=Q(best__gte=F("cutoff"))),
        qualified=Count("user", filter=Q(user=user_id, best__gte=F("cutoff"))),
    )
    others = count["all"] - 1
    return {
        "percentile": 100 * count["lower"] / others if others else 0,
        "qualified": count["qualified"] == 1,
        "qualifiers": count["qualifiers"],
    }
