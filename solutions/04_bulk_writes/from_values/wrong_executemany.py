"""executemany() has a short text, and sends it once for each result.

Breaks: queries
Fails: text
"""

from django.db import connection, transaction


@transaction.atomic
def record(results):
    latest = {key: (score, end, key) for key, score, end in results}
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE contests_attempt SET score = %s, finished_at = %s WHERE id = %s",
            list(latest.values()),
        )
        return cursor.rowcount
