"""Right: the ORM's update(), with one jsonb object in which PostgreSQL looks up each key."""

import json

from django.db.models.expressions import RawSQL

from arena.contests.models import Attempt


def record(results):
    latest = {}
    for key, score, end in results:
        if abs(key) < 2**63:
            latest[key] = (score, None if end is None else end.isoformat())
    document = json.dumps(latest)
    attempts = Attempt.objects.filter(
        pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(latest)])
    )
    return attempts.update(
        score=RawSQL("(%s::jsonb -> id::text ->> 0)::integer", [document]),
        finished_at=RawSQL("(%s::jsonb -> id::text ->> 1)::timestamptz", [document]),
    )
