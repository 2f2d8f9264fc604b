"""WRONG (rule: percentile): divides by all people, the person too, instead of by the others."""

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
        qualifiers=Count("user", distinct=True, filter=Q(score__gte=cutoff)),
    )
    return {
        "percentile": 100 * (count["people"] - count["not_lower"]) / count["people"],
        "qualified": best >= cutoff,
        "qualifiers": count["qualifiers"],
    }
