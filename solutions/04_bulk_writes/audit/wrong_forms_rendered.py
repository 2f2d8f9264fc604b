"""Few statements, but a form of every attempt is rendered, for the minutes of the jury.

Breaks: speed
Fails: speed
"""

from django import forms
from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


class Sheet(forms.ModelForm):
    """What the jury reads of an attempt."""

    class Meta:
        model = Attempt
        fields = ["started_at", "finished_at", "score", "medal"]


@transaction.atomic
def rescore(scores):
    changed, trail, minutes = [], [], []
    for attempt in Attempt.objects.filter(pk__in=scores).select_for_update(no_key=True):
        sheet, new = Sheet(instance=attempt), scores[attempt.pk]
        minutes.append(sheet.as_p())
        if attempt.score != new:
            trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
            attempt.score = new
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, ["score"], batch_size=200)
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(changed)
