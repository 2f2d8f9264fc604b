"""Right: update() looks each score up in one jsonb parameter, by database functions of the ORM; no CASE, no SQL text."""

import json

from django.db import transaction
from django.db.models import F, Func, IntegerField, JSONField, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from arena.contests.models import Attempt, ScoreChange


class TextAt(Func):
    """The text of one member of a jsonb object, NULL for null."""

    function = "jsonb_extract_path_text"
    output_field = TextField()


def _new_score(changes):
    document = json.dumps({str(change.attempt_id): change.new for change in changes})
    return Cast(
        TextAt(
            Cast(Value(document, output_field=TextField()), JSONField()),
            Cast(F("pk"), TextField()),
        ),
        IntegerField(),
    )


def _different(scores):
    rows = Attempt.objects.select_for_update().filter(pk__in=scores).order_by("pk")
    for row in rows.values("pk", "score"):
        if row["score"] != scores[row["pk"]]:
            yield ScoreChange(
                attempt_id=row["pk"],
                old=row["score"],
                new=scores[row["pk"]],
                changed_at=timezone.now(),
            )


@transaction.atomic
def rescore(scores):
    changes = list(_different(scores))
    if changes:
        pks = [change.attempt_id for change in changes]
        Attempt.objects.filter(pk__in=pks).update(score=_new_score(changes))
        ScoreChange.objects.bulk_create(changes, batch_size=2000)
    return len(changes)
