"""One JSON document as the only parameter: jsonb_to_recordset() makes rows of it, with times in ISO format to the microsecond."""

import json

from django.db import connection, transaction
from django.utils import timezone

from arena.contests.models import Attempt

TABLE = Attempt._meta.db_table

LOCK = f"""
    SELECT count(*) FROM (
        SELECT id FROM {TABLE}
        WHERE id IN (SELECT id FROM jsonb_to_recordset(%s::jsonb) AS r (id bigint))
        ORDER BY id FOR NO KEY UPDATE
    ) AS locked
"""

UPDATE = f"""
    UPDATE {TABLE} AS a SET score = r.score, finished_at = r.ended
    FROM jsonb_to_recordset(%s::jsonb) AS r (id bigint, score numeric, ended timestamptz)
    WHERE a.id = r.id
"""


def iso(end):
    if end is None:
        return None
    if timezone.is_naive(end):
        end = timezone.make_aware(end)
    return end.isoformat()


def record(results):
    rows = {}
    for key, score, end in results:
        if -(2**63) <= key < 2**63:  # no attempt can have any other key
            rows[key] = {"id": key, "score": score, "ended": iso(end)}
    document = json.dumps(list(rows.values()))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK, [document])
        cursor.execute(UPDATE, [document])
        return cursor.rowcount
