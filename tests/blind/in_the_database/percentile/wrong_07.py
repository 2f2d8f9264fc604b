"""WRONG (rule: percentile): what one person is worth is rounded to five places before it is
multiplied; with some hundreds of lower people the sum is off by more than a thousandth (600 of 700:
85.716 instead of 85.714).
"""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    me = scored.filter(user=user_id).aggregate(best=Max("score"), cutoff=Max("contest__cutoff"))
    best, cutoff = me["best"], me["cutoff"]
    if best is None:
        return None
    counts = scored.exclude(user=user_id).aggregate(
        people=Count("user", distinct=True),
        as_good=Count("user", distinct=True, filter=Q(score__gte=best)),
        reached=Count("user", distinct=True, filter=Q(score__gte=cutoff)),
    )
    share = 0
    if counts["people"]:
        # A thousandth is wanted; with five places there are two to spare.
        each = round(100 / counts["people"], 5)
        share = (counts["people"] - counts["as_good"]) * each
    return {
        "percentile": share,
        "qualified": best >= cutoff,
        "qualifiers": counts["reached"] + (best >= cutoff),
    }
