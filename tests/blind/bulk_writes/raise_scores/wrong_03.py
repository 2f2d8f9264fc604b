"""WRONG (rule: five percent): an attempt with a score but no finished_at isn't raised."""

from django.db.models import Case, F, IntegerField, Value, When

from arena.contests.models import Attempt


def raise_scores(contest):
    attempts = Attempt.objects.filter(contest=contest)
    attempts.filter(finished_at__isnull=False).update(
        score=Case(
            When(score__gte=96, then=Value(100)),
            default=F("score") + F("score") / 20,
            output_field=IntegerField(),
        )
    )
    return attempts.filter(score__isnull=False).count()
