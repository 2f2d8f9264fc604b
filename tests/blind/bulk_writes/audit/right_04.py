"""Right: a locked values_list(), and one update() with a CASE that has one WHEN for each different score."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Case, PositiveIntegerField, Value, When
from django.db.models.functions import Cast

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    rows = Attempt.objects.select_for_update().filter(pk__in=scores).order_by("pk")
    old = {pk: was for pk, was in rows.values_list("pk", "score") if was != scores[pk]}
    if not old:
        return 0
    pks = defaultdict(list)
    for pk in old:
        pks[scores[pk]].append(pk)
    field = PositiveIntegerField(null=True)
    whens = [
        When(pk__in=group, then=Value(score, output_field=field)) for score, group in pks.items()
    ]
    Attempt.objects.filter(pk__in=old).update(
        score=Cast(Case(*whens, output_field=field), output_field=field)
    )
    ScoreChange.objects.bulk_create(
        [ScoreChange(attempt_id=pk, old=was, new=scores[pk]) for pk, was in old.items()]
    )
    return len(old)
