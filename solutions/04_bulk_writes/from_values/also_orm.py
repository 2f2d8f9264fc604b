"""update() with look-ups in one JSON document, by the key of each row."""

from datetime import UTC
from json import dumps

from django.db.models import DateTimeField, F, Func, IntegerField, JSONField, TextField, Value
from django.db.models.functions import Cast

from arena.contests.models import Attempt


def of(results, number, field):
    values = {str(key): row[number] for key, *row in results}
    document = Cast(Value(dumps(values, default=iso)), JSONField())
    text = Func(document, Cast(F("pk"), TextField()), function="jsonb_extract_path_text")
    return Cast(text, field)


def iso(end):
    return end.astimezone(UTC).isoformat()


def record(results):
    keys = list({key for key, *_ in results})
    attempts = Attempt.objects.extra(
        where=["contests_attempt.id = ANY(%s::bigint[])"], params=[keys]
    )
    return attempts.update(
        score=of(results, 0, IntegerField()), finished_at=of(results, 1, DateTimeField())
    )
