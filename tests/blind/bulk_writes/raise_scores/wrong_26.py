"""WRONG (rule: returned): attempts without a score stay as they are, but are counted."""

from django.db.models import Case, F, IntegerField, Value, When

from arena.contests.models import Attempt


def raise_scores(contest):
    # NULL + NULL / 20 is NULL, so that no filter is needed.
    return Attempt.objects.filter(contest=contest).update(
        score=Case(
            When(score__gte=96, then=Value(100)),
            default=F("score") + F("score") / 20,
            output_field=IntegerField(),
        )
    )
