"""RIGHT: two ORM queries; the others are grouped by person with Max, and the groups aggregated."""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    me = scored.filter(user=user_id).aggregate(best=Max("score"), cutoff=Max("contest__cutoff"))
    best, cutoff = me["best"], me["cutoff"]
    if best is None:
        return None
    others = scored.exclude(user=user_id).values("user").annotate(best=Max("score"))
    counts = others.aggregate(
        people=Count("best"),
        lower=Count("best", filter=Q(best__lt=best)),
        reached=Count("best", filter=Q(best__gte=cutoff)),
    )
    qualified = best >= cutoff
    return {
        "percentile": 100 * counts["lower"] / counts["people"] if counts["people"] else 0,
        "qualified": qualified,
        "qualifiers": counts["reached"] + qualified,
    }
