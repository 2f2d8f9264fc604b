"""Fetches everybody's best score as tuples and counts in Python: a row for each person.

Breaks: fetched
Fails: work
"""

from django.db.models import Max

from arena.contests.models import Attempt, Contest


def percentile(contest_id, user_id):
    scores = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = dict(scores.values_list("user").annotate(best=Max("score")))
    if user_id not in best:
        return None
    mine = best[user_id]
    cutoff = Contest.objects.values_list("cutoff", flat=True).get(pk=contest_id)
    others = len(best) - 1
    lower = sum(score < mine for score in best.values())
    return {
        "percentile": 100 * lower / others if others else 0,
        "qualified": mine >= cutoff,
        "qualifiers": sum(score >= cutoff for score in best.values()),
    }
