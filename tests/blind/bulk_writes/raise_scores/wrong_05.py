"""WRONG (rule: no score): LEAST() skips NULL, so attempts without a score get 100."""

from django.db.models import Count, F, IntegerField
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    attempts = Attempt.objects.filter(contest=contest)
    scored = attempts.aggregate(scored=Count("score"))["scored"]
    # NULL plus something is NULL
    capped = F("score") + F("score") / 20
    attempts.update(score=Least(capped, 100, output_field=IntegerField()))
    return scored
