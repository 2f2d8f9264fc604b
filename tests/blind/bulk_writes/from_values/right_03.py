"""COPY to a temporary table, then UPDATE FROM it."""

from django.db import connection, transaction


def record(results):
    latest = {key: (score, end) for key, score, end in results}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE IF EXISTS pg_temp.incoming_results;"
            "CREATE TEMPORARY TABLE incoming_results"
            " (id bigint, score integer, finished_at timestamptz) ON COMMIT DROP"
        )
        with cursor.copy(
            "COPY pg_temp.incoming_results (id, score, finished_at) FROM STDIN"
        ) as copy:
            for key, (score, end) in latest.items():
                copy.write_row((key, score, end))
        cursor.execute(
            "UPDATE contests_attempt AS a SET score = r.score, finished_at = r.finished_at"
            " FROM pg_temp.incoming_results AS r WHERE a.id = r.id"
        )
        return cursor.rowcount
