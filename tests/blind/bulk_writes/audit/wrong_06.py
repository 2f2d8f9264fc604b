"""WRONG (rule: receivers): takes all receivers off while it writes; another thread's save() then leaves no trail."""

from contextlib import contextmanager

from django.db import transaction
from django.db.models.signals import post_save, pre_save

from arena.contests.models import Attempt, ScoreChange


@contextmanager
def muted(*signals):
    """Send a signal to nobody, so that nothing gets into the trail twice."""
    kept = [signal.receivers for signal in signals]
    for signal in signals:
        signal.receivers = []
        signal.sender_receivers_cache.clear()
    try:
        yield
    finally:
        for signal, receivers in zip(signals, kept, strict=True):
            signal.receivers = receivers
            signal.sender_receivers_cache.clear()


@transaction.atomic
def rescore(scores):
    changed, trail = [], []
    for attempt in Attempt.objects.select_for_update().filter(pk__in=scores).order_by("pk"):
        old, new = attempt.score, scores[attempt.pk]
        if old != new:
            attempt.score = new
            changed.append(attempt)
            trail.append(ScoreChange(attempt=attempt, old=old, new=new))
    with muted(pre_save, post_save):
        Attempt.objects.bulk_update(changed, ["score"], batch_size=500)
        ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(changed)
