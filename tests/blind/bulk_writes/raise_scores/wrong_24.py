"""WRONG (rule: returned): scores below 20 and those of 100, which do not rise, are not counted."""

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    rising = Attempt.objects.filter(contest=contest, score__gte=20).exclude(score=100)
    return rising.update(
        score=Least(F("score") + F("score") / 20, Value(100), output_field=IntegerField())
    )
