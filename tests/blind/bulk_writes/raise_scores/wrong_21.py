"""WRONG (rule: five percent): PostgreSQL rounds a float to the nearest integer: 19 becomes 20."""

from django.db.models import F, FloatField, Value
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    return Attempt.objects.filter(contest=contest, score__isnull=False).update(
        score=Least(F("score") * 1.05, Value(100.0), output_field=FloatField())
    )
