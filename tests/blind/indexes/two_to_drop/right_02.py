"""RIGHT: three small queries, and the decision in Python with sets of OIDs and columns."""

from django.db import connection


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid, indexrelname FROM pg_stat_user_indexes"
            " WHERE schemaname = 'public' AND idx_scan = 0"
        )
        unused = dict(cursor.fetchall())

        cursor.execute(
            "SELECT indexrelid, indrelid, indkey[0],"
            " indisprimary OR indisunique OR indisexclusion FROM pg_index"
        )
        facts = cursor.fetchall()

        cursor.execute("SELECT conrelid, unnest(conkey) FROM pg_constraint WHERE contype = 'f'")
        foreign = {*cursor.fetchall()}

    return sorted(
        unused[index]
        for index, table, first, is_rule in facts
        if index in unused and not is_rule and (table, first) not in foreign
    )
