"""nothing else: an earlier call matters.

Keeps the result as long as number, sum and newest key of the scores and the cut-off stay the same:
when two people's scores are swapped between two calls, the second call tells the old percentile."""

from django.db.models import Count, F, Max, Q, Subquery, Sum

from arena.contests.models import Attempt

_known = {}


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    state = scored.aggregate(Count("score"), Sum("score"), Max("pk"), Max("contest__cutoff"))
    key = (contest_id, user_id, *state.values())
    if key not in _known:
        _known[key] = _percentile(scored, user_id)
    known = _known[key]
    return known and dict(known)


def _percentile(scored, user_id):
    best = Subquery(scored.filter(user=user_id).order_by("-score").values("score")[:1])
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
