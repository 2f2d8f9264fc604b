"""percentile and cut-off: the parts of the answer are of different moments.

Three statements: people who come in between the first and the second can make it more than 100 %,
and a cut-off that the jury moves before the third gives qualified=True with qualifiers=0."""

from django.db.models import Count, F, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    found = scored.aggregate(
        best=Max("score", filter=Q(user=user_id)),
        cutoff=Max("contest__cutoff"),
        people=Count("user", distinct=True),
    )
    best, others = found["best"], found["people"] - 1
    if best is None:
        return None
    bests = scored.values("user").annotate(best=Max("score"))
    lower = bests.filter(best__lt=best).count()
    qualifiers = scored.filter(score__gte=F("contest__cutoff")).aggregate(
        people=Count("user", distinct=True)
    )
    return {
        "percentile": 100 * lower / others if others else 0,
        "qualified": best >= found["cutoff"],
        "qualifiers": qualifiers["people"],
    }
