"""MERGE reads the last result of each key out of one JSON document."""

import json

from django.db import connection

SQL = """
MERGE INTO contests_attempt AS attempt
USING jsonb_to_recordset(%s::jsonb) AS result (key bigint, score numeric, finished_at timestamptz)
ON attempt.id = result.key
WHEN MATCHED THEN
    UPDATE SET score = result.score::integer, finished_at = result.finished_at
"""


def record(results):
    latest = {}
    for key, score, end in results:
        if key is not None and -(2**63) <= key < 2**63:  # no attempt has a key beyond bigint
            latest[key] = {
                "key": key,
                "score": score,
                "finished_at": None if end is None else end.isoformat(),
            }
    with connection.cursor() as cursor:
        cursor.execute(SQL, [json.dumps(list(latest.values()))])
        return cursor.rowcount
