"""One JSON document, read by jsonb_to_recordset()."""

import json

from django.db import connection

SQL = """
    UPDATE contests_attempt AS a
    SET score = r.score, finished_at = r.finished_at
    FROM jsonb_to_recordset(%s::jsonb) AS r (id bigint, score integer, finished_at timestamptz)
    WHERE a.id = r.id
"""


def record(results):
    latest = {
        key: {"id": key, "score": score, "finished_at": end and end.isoformat()}
        for key, score, end in results
    }
    with connection.cursor() as cursor:
        cursor.execute(SQL, [json.dumps(list(latest.values()))])
        return cursor.rowcount
