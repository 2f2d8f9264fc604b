"""Three plain queries, one for each question, and sets in Python."""

from django.db import connection


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid, indexrelname FROM pg_stat_user_indexes"
            " WHERE schemaname = 'public' AND idx_scan = 0"
        )
        unused = dict(cursor.fetchall())
        # The first column is 0 if the index begins with an expression.
        cursor.execute(
            "SELECT indexrelid, indrelid, indkey[0] FROM pg_index"
            " WHERE NOT indisprimary AND NOT indisunique AND NOT indisexclusion"
        )
        free = cursor.fetchall()
        cursor.execute(
            "SELECT DISTINCT conrelid, unnest(conkey) FROM pg_constraint WHERE contype = 'f'"
        )
        foreign = set(cursor.fetchall())
    return sorted(
        unused[index]
        for index, table, column in free
        if index in unused and (table, column) not in foreign
    )
