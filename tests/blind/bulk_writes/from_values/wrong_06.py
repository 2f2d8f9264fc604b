"""text: VALUES has a row of placeholders for each result."""

from django.db import connection


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    if not latest:
        return 0
    rows = ", ".join(["(%s::bigint, %s::integer, %s::timestamptz)"] * len(latest))
    params = [value for key, (score, end) in latest.items() for value in (key, score, end)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contests_attempt AS a SET score = r.score, finished_at = r.finished_at"
            f" FROM (VALUES {rows}) AS r (id, score, finished_at) WHERE a.id = r.id",
            params,
        )
        return cursor.rowcount
