"""Breaks "queries" (and "text").

bulk_update() in batches only splits the long SQL: 10,000 results make 20 statements, each still with a WHEN for each attempt; shows
with some thousand results.
"""

from arena.contests.models import Attempt


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    attempts = [
        Attempt(pk=key, score=score, finished_at=end) for key, (score, end) in latest.items()
    ]
    return Attempt.objects.bulk_update(attempts, ["score", "finished_at"], batch_size=500)
