"""WRONG (rule: no score): people without any score count as qualifiers when the cut-off is 0, since
their best is taken for 0 there.
"""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    me = attempts.filter(user=user_id).aggregate(
        best=Max("score"), cutoff=Max("contest__cutoff")
    )
    best, cutoff = me["best"], me["cutoff"]
    if best is None:
        return None
    others = (
        attempts.exclude(user=user_id)
        .filter(score__isnull=False)
        .values("user")
        .annotate(best=Max("score"))
        .aggregate(people=Count("best"), lower=Count("best", filter=Q(best__lt=best)))
    )
    qualifiers = (
        attempts.values("user")
        .annotate(best=Max("score", default=0))
        .filter(best__gte=cutoff)
        .count()
    )
    return {
        "percentile": 100 * others["lower"] / others["people"] if others["people"] else 0,
        "qualified": best >= cutoff,
        "qualifiers": qualifiers,
    }
