"""Fetches all scores of the person, and finds the best in Python. A person may try a hundred times.

Breaks: fetched
Fails: many
"""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt


def percentile(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    own = list(scored.filter(user=user_id).values_list("score", "contest__cutoff"))
    if not own:
        return None
    mine, cutoff = max(own)
    people = scored.values("user").annotate(best=Max("score"))
    count = people.aggregate(
        all=Count("user"),
        lower=Count("user", filter=Q(best__lt=mine)),
        qualifiers=Count("user", filter=Q(best__gte=cutoff)),
    )
    others = count["all"] - 1
    return {
        "percentile": 100 * count["lower"] / others if others else 0,
        "qualified": mine >= cutoff,
        "qualifiers": count["qualifiers"],
    }
