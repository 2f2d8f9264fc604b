"""RIGHT: one ORM query from the contest, annotated with a Subquery of one's own best and counts of
distinct people.
"""

from django.db.models import Count, F, Q, Subquery

from arena.contests.models import Attempt, Contest


def percentile(contest_id, user_id):
    mine = (
        Attempt.objects.filter(contest=contest_id, user=user_id, score__isnull=False)
        .order_by("-score")
        .values("score")[:1]
    )
    contests = (
        Contest.objects.filter(pk=contest_id)
        .annotate(
            mine=Subquery(mine),
            people=Count(
                "attempts__user", distinct=True, filter=Q(attempts__score__isnull=False)
            ),
            as_good=Count(
                "attempts__user", distinct=True, filter=Q(attempts__score__gte=Subquery(mine))
            ),
            qualifiers=Count(
                "attempts__user", distinct=True, filter=Q(attempts__score__gte=F("cutoff"))
            ),
        )
        .values("cutoff", "mine", "people", "as_good", "qualifiers")
    )
    row = next(iter(contests), None)
    if row is None or row["mine"] is None:
        return None
    others = row["people"] - 1
    return {
        "percentile": 100 * (row["people"] - row["as_good"]) / others if others else 0,
        "qualified": row["mine"] >= row["cutoff"],
        "qualifiers": row["qualifiers"],
    }
