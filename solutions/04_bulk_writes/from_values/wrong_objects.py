"""Objects without a SELECT save the fetching; the statement is as long as before.

Breaks: text
Fails: text
"""

from arena.contests.models import Attempt


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    attempts = [
        Attempt(pk=key, score=score, finished_at=end) for key, (score, end) in latest.items()
    ]
    return Attempt.objects.bulk_update(attempts, ["score", "finished_at"])
