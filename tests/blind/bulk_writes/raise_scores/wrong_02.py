"""WRONG (rule: nothing else): who reaches 100 by the raise also gets a gold medal."""

from django.db.models import Case, F, IntegerField, Value, When

from arena.contests.models import Attempt


def raise_scores(contest):
    return Attempt.objects.filter(contest=contest, score__isnull=False).update(
        score=Case(
            When(score__gte=96, then=Value(100)),
            default=F("score") + F("score") / 20,
            output_field=IntegerField(),
        ),
        medal=Case(
            When(score__gte=96, score__lt=100, then=Value("gold")),
            default=F("medal"),
        ),
    )
