"""An upsert is faster than bulk_update(), and just as unnecessary here: all attempts are fetched.

Breaks: fetched
Fails: rows
"""

from arena.contests.models import Attempt


def raise_scores(contest):
    attempts = list(Attempt.objects.filter(contest=contest, score__isnull=False))
    for attempt in attempts:
        attempt.score = min(100, attempt.score * 105 // 100)
    Attempt.objects.bulk_create(
        attempts, update_conflicts=True, unique_fields=["id"], update_fields=["score"]
    )
    return len(attempts)
