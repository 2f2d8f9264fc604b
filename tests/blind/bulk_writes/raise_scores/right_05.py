"""update() in exact decimals: Floor(score * 1.05), cast back to an integer."""

from decimal import Decimal

from django.db.models import DecimalField, F, IntegerField, Value
from django.db.models.functions import Cast, Floor, Least

from arena.contests.models import Attempt

EXACT = DecimalField(max_digits=14, decimal_places=2)


def raise_scores(contest):
    score = Cast(F("score"), EXACT)
    rate = Value(Decimal("1.05"), output_field=EXACT)
    most = Value(Decimal("100"), output_field=EXACT)
    raised = Least(Floor(score * rate), most, output_field=EXACT)
    scored = Attempt.objects.filter(contest=contest, score__isnull=False)
    return scored.update(score=Cast(raised, IntegerField()))
