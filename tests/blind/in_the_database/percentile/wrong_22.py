"""WRONG (rule: cut-off): counts the attempts that reach the cut-off, so who reached it twice counts twice."""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    me = scored.filter(user=user_id).aggregate(best=Max("score"), cutoff=Max("contest__cutoff"))
    best, cutoff = me["best"], me["cutoff"]
    if best is None:
        return None
    count = scored.aggregate(
        people=Count("user", distinct=True),
        not_lower=Count("user", distinct=True, filter=Q(score__gte=best)),
        qualifiers=Count("user", filter=Q(score__gte=cutoff)),
    )
    others = count["people"] - 1
    lower = count["people"] - count["not_lower"]
    return {
        "percentile": 100 * lower / others if others else 0,
        "qualified": best >= cutoff,
        "qualifiers": count["qualifiers"],
    }
