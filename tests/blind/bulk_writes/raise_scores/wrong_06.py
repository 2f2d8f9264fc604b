"""WRONG (rule: returned): only attempts whose score changes count; under 20 and 100 are left out."""

from django.db.models import Case, F, IntegerField, Value, When

from arena.contests.models import Attempt


def raise_scores(contest):
    rising = Attempt.objects.filter(contest=contest, score__gte=20).exclude(score=100)
    return rising.update(
        score=Case(
            When(score__gte=96, then=Value(100)),
            default=F("score") + F("score") / 20,
            output_field=IntegerField(),
        )
    )
