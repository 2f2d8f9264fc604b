"""Breaks "values".

DjangoJSONEncoder cuts times to milliseconds: an end at 12:00:00.123456 is written as 12:00:00.123. Shows with an end that has
microseconds.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

SQL = """
UPDATE contests_attempt AS a
SET score = r.score, finished_at = r.finished_at
FROM jsonb_to_recordset(%s::jsonb) AS r (id bigint, score integer, finished_at timestamptz)
WHERE a.id = r.id
"""


def record(results):
    latest = {
        key: {"id": key, "score": score, "finished_at": end} for key, score, end in results
    }
    with connection.cursor() as cursor:
        cursor.execute(SQL, [json.dumps(list(latest.values()), cls=DjangoJSONEncoder)])
        return cursor.rowcount
