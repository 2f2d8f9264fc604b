"""One UPDATE with a CASE that has a WHEN for each new score rather than for each attempt."""

from django.db import transaction
from django.db.models import Case, F, PositiveIntegerField, Value, When

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    listed = Attempt.objects.filter(pk__in=scores).select_for_update(no_key=True)
    old = dict(listed.values_list("pk", "score"))
    changed = [key for key in old if old[key] != scores[key]]
    groups = {}
    for key in changed:
        groups.setdefault(scores[key], []).append(key)
    if changed:
        whens = [When(pk__in=keys, then=Value(score)) for score, keys in groups.items()]
        new = Case(*whens, default=F("score"), output_field=PositiveIntegerField())
        Attempt.objects.filter(pk__in=changed).update(score=new)
    ScoreChange.objects.bulk_create(
        [ScoreChange(attempt_id=key, old=old[key], new=scores[key]) for key in changed]
    )
    return len(changed)
