"""together: two statements without a transaction; a refused score leaves the ends written."""

from django.db import connection


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    keys = list(latest)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contests_attempt AS a SET finished_at = r.finished_at"
            " FROM unnest(%s::bigint[], %s::timestamptz[]) AS r (id, finished_at)"
            " WHERE a.id = r.id",
            [keys, [end for score, end in latest.values()]],
        )
        cursor.execute(
            "UPDATE contests_attempt AS a SET score = r.score"
            " FROM unnest(%s::bigint[], %s::integer[]) AS r (id, score)"
            " WHERE a.id = r.id",
            [keys, [score for score, end in latest.values()]],
        )
        return cursor.rowcount
