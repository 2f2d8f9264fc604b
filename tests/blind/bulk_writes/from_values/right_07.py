"""Right: three arrays, one UPDATE ... FROM unnest(). Scores become integers only where they are
written, so that an unknown key can't be refused."""

from django.db import connection

SQL = """
    UPDATE contests_attempt AS attempt
    SET score = result.score::integer, finished_at = result.ended
    FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) AS result (id, score, ended)
    WHERE attempt.id = result.id
"""


def record(results):
    latest = {key: (score, end) for key, score, end in results if -(2**63) <= key < 2**63}
    keys = list(latest)
    scores = [score for score, _ in latest.values()]
    ends = [end for _, end in latest.values()]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [keys, scores, ends])
        return cursor.rowcount
