"""nothing else: another column matters.

Who set the contest (contest.setter) is taken for somebody who only tried it out and is left out:
when the setter has a score, they are told None, and all others' numbers lack one person."""

from django.db.models import Count, F, Max, Q, Subquery

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(
        Q(contest__setter=None) | ~Q(user=F("contest__setter")),
        contest=contest_id,
        score__isnull=False,
    )
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
