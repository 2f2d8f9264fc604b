"""Three simple queries, and sets of oids in Python: never scanned, without a rule, not at the head of a foreign key."""

from django.db import connection


def fetch(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def to_drop():
    names = dict(
        fetch("SELECT indexrelid, indexrelname FROM pg_stat_user_indexes WHERE schemaname = 'public' AND idx_scan = 0")
    )
    indexes = fetch(
        "SELECT indexrelid, indrelid, indkey[0], indisprimary OR indisunique OR indisexclusion FROM pg_index"
    )
    foreign_keys = set(fetch("SELECT conrelid, unnest(conkey) FROM pg_constraint WHERE contype = 'f'"))
    return sorted(
        names[index]
        for index, table, first, is_rule in indexes
        if index in names and not is_rule and (table, first) not in foreign_keys
    )
