"""The trail of score changes as it was kept first: by signals, which only ``save()`` sends.

Nothing connects these receivers but the exercise about them: each ``save()`` would cost two
statements more.
"""

from typing import Any

from django.db.models.signals import post_save, pre_save

from arena.contests.models import Attempt, ScoreChange


def connect() -> None:
    """Keep the trail from now on."""
    pre_save.connect(remember, sender=Attempt, dispatch_uid="trail")
    post_save.connect(record, sender=Attempt, dispatch_uid="trail")


def disconnect() -> None:
    """Keep it no more."""
    pre_save.disconnect(sender=Attempt, dispatch_uid="trail")
    post_save.disconnect(sender=Attempt, dispatch_uid="trail")


def remember(instance: Attempt, **_: Any) -> None:
    """Look up, before an attempt is saved, what its score is in the database."""
    stored = Attempt.objects.filter(pk=instance.pk).values_list("score", flat=True)
    instance._stored_score = stored.first()  # type: ignore[attr-defined]


def record(instance: Attempt, **_: Any) -> None:
    """Write a line of the trail, after an attempt is saved, if its score changed."""
    old = instance._stored_score  # type: ignore[attr-defined]
    if instance.score != old:
        ScoreChange.objects.create(attempt=instance, old=old, new=instance.score)
