"""One update() in exact decimals: FLOOR(score * 1.05), the lesser of that and 100, cast to an integer."""

from decimal import Decimal

from django.db.models import DecimalField, F, IntegerField, Value
from django.db.models.functions import Cast, Floor, Least

EXACT = DecimalField(max_digits=14, decimal_places=2)


def raise_scores(contest):
    exact = Cast(F("score"), EXACT) * Value(Decimal("1.05"), EXACT)
    limited = Least(Floor(exact, output_field=EXACT), Value(Decimal(100), EXACT))
    scored = contest.attempts.exclude(score=None)
    return scored.update(score=Cast(limited, IntegerField()))
