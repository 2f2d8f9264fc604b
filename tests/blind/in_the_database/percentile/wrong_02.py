"""WRONG (rule: cut-off): a cut-off of 0 is taken for none, so that nobody qualifies, although every
score is 0 or more.
"""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    me = scored.filter(user=user_id).aggregate(best=Max("score"), cutoff=Max("contest__cutoff"))
    best, cutoff = me["best"], me["cutoff"]
    if best is None:
        return None
    people = scored.values("user").annotate(best=Max("score"))
    counts = people.aggregate(
        people=Count("best"),
        lower=Count("best", filter=Q(best__lt=best)),
        reached=Count("best", filter=Q(best__gte=cutoff)),
    )
    others = counts["people"] - 1
    return {
        "percentile": 100 * counts["lower"] / others if others > 0 else 0,
        "qualified": bool(cutoff and best >= cutoff),
        "qualifiers": counts["reached"] if cutoff else 0,
    }
