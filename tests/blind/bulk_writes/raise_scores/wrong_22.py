"""WRONG (limit: fetched): every attempt comes to Python as a model instance, for bulk_update()."""

from arena.contests.models import Attempt


def raise_scores(contest):
    attempts = list(Attempt.objects.filter(contest=contest, score__isnull=False).only("score"))
    for attempt in attempts:
        attempt.score = min(100, attempt.score + attempt.score * 5 // 100)
    Attempt.objects.bulk_update(attempts, ["score"])
    return len(attempts)
