"""COPY into a temporary table, and one UPDATE from there: right for millions of results."""

from django.db import connection, transaction


@transaction.atomic
def record(results):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE result (id bigint, score int, finished_at timestamptz)"
            " ON COMMIT DROP"
        )
        with cursor.copy("COPY result FROM STDIN") as copy:
            for key, values in {result[0]: result[1:] for result in results}.items():
                copy.write_row((key, *values))
        cursor.execute(
            "UPDATE contests_attempt AS attempt"
            " SET score = result.score, finished_at = result.finished_at"
            " FROM result WHERE attempt.id = result.id"
        )
        changed = cursor.rowcount
        cursor.execute("DROP TABLE result")
    return changed
