"""values

The list travels as JSON of Django's encoder, which cuts an end off after the milliseconds: shows with
an end that has microseconds.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

SQL = """
UPDATE contests_attempt AS attempt
SET score = result.score::integer, finished_at = result.finished_at
FROM jsonb_to_recordset(%s::jsonb) AS result (key bigint, score numeric, finished_at timestamptz)
WHERE attempt.id = result.key
"""


def record(results):
    latest = {
        key: {"key": key, "score": score, "finished_at": end} for key, score, end in results
    }
    document = json.dumps(list(latest.values()), cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(SQL, [document])
        return cursor.rowcount
