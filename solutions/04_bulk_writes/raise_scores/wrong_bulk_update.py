"""bulk_update() sends one statement, so it looks right. But it needs all attempts in Python, and
the statement has a WHEN for each of them.

Breaks: fetched
Fails: rows
"""

from arena.contests.models import Attempt


def raise_scores(contest):
    attempts = list(Attempt.objects.filter(contest=contest, score__isnull=False))
    for attempt in attempts:
        attempt.score = min(100, attempt.score + attempt.score * 5 // 100)
    return Attempt.objects.bulk_update(attempts, ["score"])
