"""A float, rounded down before it is stored: the same number on both databases."""

from django.db.models import F
from django.db.models.functions import Floor, Least

from arena.contests.models import Attempt


def raise_scores(contest):
    scored = Attempt.objects.filter(contest_id=contest.pk, score__gte=0)
    return scored.update(score=Least(Floor(F("score") * 1.05), 100.0))
