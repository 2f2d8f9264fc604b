"""Takes "the cut-off or more" for "more than the cut-off": exactly the cut-off is out.

Breaks: cut-off
Fails: answer
"""

from django.db.models import Count, F, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if mine is None:
        return None
    people = scored.values("user").annotate(best=Max("score"), cutoff=Max("contest__cutoff"))
    count = people.aggregate(
        all=Count("user"),
        lower=Count("user", filter=Q(best__lt=mine)),
        qualifiers=Count("user", filter=Q(best__gt=F("cutoff"))),
        qualified=Count("user", filter=Q(user=user_id, best__gt=F("cutoff"))),
    )
    others = count["all"] - 1
    return {
        "percentile": 100 * count["lower"] / others if others else 0,
        "qualified": count["qualified"] == 1,
        "qualifiers": count["qualifiers"],
    }
