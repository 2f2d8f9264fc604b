"""WRONG (limit: queries): four queries, but only when the person's best is exactly the cut-off,
which is then read again.
"""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt, Contest


def percentile(contest_id, user_id):
    contest = Contest.objects.only("cutoff").filter(pk=contest_id).first()
    if contest is None:
        return None
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if best is None:
        return None
    if best == contest.cutoff:
        # On the line it matters whether the jury has moved it just now.
        contest.refresh_from_db(fields=["cutoff"])
    counts = (
        scored.exclude(user=user_id)
        .values("user")
        .annotate(best=Max("score"))
        .aggregate(
            people=Count("best"),
            lower=Count("best", filter=Q(best__lt=best)),
            reached=Count("best", filter=Q(best__gte=contest.cutoff)),
        )
    )
    qualified = best >= contest.cutoff
    return {
        "percentile": 100 * counts["lower"] / counts["people"] if counts["people"] else 0,
        "qualified": qualified,
        "qualifiers": counts["reached"] + qualified,
    }
