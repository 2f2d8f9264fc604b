"""WRONG (rule: limit): the threshold is one too high; exactly 97 becomes 101."""

from django.db.models import Case, F, IntegerField, Value, When

from arena.contests.models import Attempt


def raise_scores(contest):
    return Attempt.objects.filter(contest=contest, score__isnull=False).update(
        score=Case(
            When(score__gt=97, then=Value(100)),
            default=F("score") + F("score") / 20,
            output_field=IntegerField(),
        )
    )
