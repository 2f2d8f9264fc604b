"""COPY streams the list into a temporary table, and one UPDATE takes the last row of each key there."""

from django.db import connection, transaction

LOWEST, HIGHEST = -(2**63), 2**63 - 1  # the ends of bigint, beyond which no attempt has a key

MAKE = """
DROP TABLE IF EXISTS pg_temp.timing_result;
CREATE TEMPORARY TABLE timing_result (
    place bigint, attempt_id bigint, score numeric, finished_at timestamptz
) ON COMMIT DROP
"""
SEND = "COPY pg_temp.timing_result FROM STDIN"
WRITE = """
UPDATE contests_attempt AS attempt
SET score = latest.score::integer, finished_at = latest.finished_at
FROM (
    SELECT DISTINCT ON (attempt_id) attempt_id, score, finished_at
    FROM pg_temp.timing_result
    ORDER BY attempt_id, place DESC
) AS latest
WHERE attempt.id = latest.attempt_id
"""


def record(results):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MAKE)
        with connection.wrap_database_errors, cursor.copy(SEND) as copy:
            for place, (key, score, end) in enumerate(results):
                if key is not None and LOWEST <= key <= HIGHEST:
                    copy.write_row((place, key, score, end))
        cursor.execute(WRITE)
        return cursor.rowcount
