"""WRONG (rule: nothing else): remembers the contest's cut-off from the first call, so it is stale once the jury has moved it."""

from functools import lru_cache

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt, Contest


@lru_cache(maxsize=256)
def _cutoff(contest_id):
    return Contest.objects.values_list("cutoff", flat=True).get(pk=contest_id)


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if best is None:
        return None
    cutoff = _cutoff(contest_id)
    count = scored.aggregate(
        people=Count("user", distinct=True),
        not_lower=Count("user", distinct=True, filter=Q(score__gte=best)),
        qualifiers=Count("user", distinct=True, filter=Q(score__gte=cutoff)),
    )
    others = count["people"] - 1
    lower = count["people"] - count["not_lower"]
    return {
        "percentile": 100 * lower / others if others else 0,
        "qualified": best >= cutoff,
        "qualifiers": count["qualifiers"],
    }
