"""WRONG (limit: fetched): a row is fetched for each qualifier; that is more than 20 rows as soon as
19 people qualify.
"""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    me = scored.filter(user=user_id).aggregate(best=Max("score"), cutoff=Max("contest__cutoff"))
    if me["best"] is None:
        return None
    people = scored.values("user").annotate(best=Max("score"))
    counts = people.exclude(user=user_id).aggregate(
        others=Count("best"), lower=Count("best", filter=Q(best__lt=me["best"]))
    )
    # Only the few who reached the cut-off; a score that did is enough.
    qualifiers = set(
        scored.filter(score__gte=me["cutoff"]).values_list("user", flat=True).distinct()
    )
    return {
        "percentile": 100 * counts["lower"] / counts["others"] if counts["others"] else 0,
        "qualified": user_id in qualifiers,
        "qualifiers": len(qualifiers),
    }
