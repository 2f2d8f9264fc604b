"""Wrong, queries: 5,000 results go in one statement, so a list of 30,000 needs six and a
transaction's own."""

from itertools import islice

from django.db import connection, transaction

SQL = """
    UPDATE contests_attempt AS attempt
    SET score = result.score::integer, finished_at = result.ended
    FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) AS result (id, score, ended)
    WHERE attempt.id = result.id
"""
SLICE = 5000


@transaction.atomic
def record(results):
    latest = {key: (score, end) for key, score, end in results}
    items = iter(latest.items())
    number = 0
    with connection.cursor() as cursor:
        while some := list(islice(items, SLICE)):
            keys = [key for key, _ in some]
            scores = [score for _, (score, _) in some]
            ends = [end for _, (_, end) in some]
            cursor.execute(SQL, [keys, scores, ends])
            number += cursor.rowcount
    return number
