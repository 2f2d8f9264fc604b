"""update() with Least(): capped at 100 before and after, so that nothing overflows."""

from django.db.models import F, IntegerField
from django.db.models.functions import Least

from arena.contests.models import Attempt


def raise_scores(contest):
    capped = Least(F("score"), 100, output_field=IntegerField())
    return Attempt.objects.filter(contest=contest, score__isnull=False).update(
        score=Least(capped + capped / 20, 100, output_field=IntegerField())
    )
