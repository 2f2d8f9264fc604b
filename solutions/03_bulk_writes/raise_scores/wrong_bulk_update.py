"""bulk_update(): one statement, so it looks like the answer. It has fetched all attempts before,
and the statement holds a WHEN for each of them, which Python writes and the database reads.

Fails: rows
"""

from arena.contests.models import Attempt


def raise_scores(contest):
    attempts = list(Attempt.objects.filter(contest=contest, score__isnull=False))
    for attempt in attempts:
        attempt.score = min(100, attempt.score + attempt.score * 5 // 100)
    return Attempt.objects.bulk_update(attempts, ["score"])
