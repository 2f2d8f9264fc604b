"""WRONG (rule: nothing else): other people whose account is inactive (User.is_active) are counted
neither among the others nor as qualifiers.
"""

from django.db.models import Count, Max, Q

from arena.accounts.models import User
from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    me = Attempt.objects.filter(
        contest=contest_id, user=user_id, score__isnull=False
    ).aggregate(best=Max("score"), cutoff=Max("contest__cutoff"))
    best, cutoff = me["best"], me["cutoff"]
    if best is None:
        return None
    others = (
        User.objects.filter(
            is_active=True, attempts__contest=contest_id, attempts__score__isnull=False
        )
        .exclude(pk=user_id)
        .annotate(best=Max("attempts__score"))
    )
    counts = others.aggregate(
        people=Count("best"),
        lower=Count("best", filter=Q(best__lt=best)),
        reached=Count("best", filter=Q(best__gte=cutoff)),
    )
    return {
        "percentile": 100 * counts["lower"] / counts["people"] if counts["people"] else 0,
        "qualified": best >= cutoff,
        "qualifiers": counts["reached"] + (best >= cutoff),
    }
