"""One aggregate() counts distinct people above and at the limits, with the person's best as a subquery."""

from django.db.models import Count, F, Max, Q, Subquery

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = Subquery(scored.filter(user=user_id).order_by("-score").values("score")[:1])
    # A person's best is at least x exactly if one of their scores is.
    found = scored.aggregate(
        best=Max("score", filter=Q(user=user_id)),
        cutoff=Max("contest__cutoff"),
        people=Count("user", distinct=True),
        not_lower=Count("user", distinct=True, filter=Q(score__gte=best)),
        qualifiers=Count("user", distinct=True, filter=Q(score__gte=F("contest__cutoff"))),
    )
    if found["best"] is None:
        return None
    lower, others = found["people"] - found["not_lower"], found["people"] - 1
    return {
        "percentile": 100 * lower / others if others else 0,
        "qualified": found["best"] >= found["cutoff"],
        "qualifiers": found["qualifiers"],
    }
