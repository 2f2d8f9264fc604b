"""update() of the ORM; each row looks its values up in one JSON object."""

import json

from django.db.models import DateTimeField, PositiveIntegerField
from django.db.models.expressions import RawSQL

from arena.contests.models import Attempt


def record(results):
    latest = {key: [score, end and end.isoformat()] for key, score, end in results}
    document = json.dumps(latest)
    value = '%s::jsonb -> "contests_attempt"."id"::text ->> '
    return Attempt.objects.filter(
        pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(latest)])
    ).update(
        score=RawSQL(f"({value} 0)::integer", [document], PositiveIntegerField()),
        finished_at=RawSQL(f"({value} 1)::timestamptz", [document], DateTimeField()),
    )
