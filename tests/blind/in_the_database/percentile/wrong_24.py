"""WRONG (rule: best): counts others who have any lower attempt, even if their best is as high or higher."""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    me = scored.filter(user=user_id).aggregate(best=Max("score"), cutoff=Max("contest__cutoff"))
    best, cutoff = me["best"], me["cutoff"]
    if best is None:
        return None
    other = ~Q(user=user_id)
    count = scored.aggregate(
        others=Count("user", distinct=True, filter=other),
        lower=Count("user", distinct=True, filter=other & Q(score__lt=best)),
        qualifiers=Count("user", distinct=True, filter=Q(score__gte=cutoff)),
    )
    return {
        "percentile": 100 * count["lower"] / count["others"] if count["others"] else 0,
        "qualified": best >= cutoff,
        "qualifiers": count["qualifiers"],
    }
