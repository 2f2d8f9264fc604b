"""Wrong, values: DjangoJSONEncoder writes milliseconds, so an end with microseconds is cut."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

SQL = """
    UPDATE contests_attempt AS attempt
    SET score = result.score::integer, finished_at = result.ended
    FROM json_to_recordset(%s::json) AS result (id bigint, score numeric, ended timestamptz)
    WHERE attempt.id = result.id
"""


def record(results):
    latest = {key: {"id": key, "score": score, "ended": end} for key, score, end in results}
    document = json.dumps(list(latest.values()), cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(SQL, [document])
        return cursor.rowcount
