"""Django's names end in a hash. Other names of foreign keys' indexes do not.

Breaks: foreign key
Fails: foreign_keys
"""

from django.db import connection

SQL = """
    SELECT stat.indexrelname
    FROM pg_stat_user_indexes AS stat
    JOIN pg_index AS index USING (indexrelid)
    WHERE stat.schemaname = 'public'
        AND stat.idx_scan = 0
        AND NOT (index.indisunique OR index.indisprimary OR index.indisexclusion)
        AND NOT (stat.indexrelname ~ '_id_[0-9a-f]{8}$')
    ORDER BY stat.indexrelname
"""


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return [name for (name,) in cursor.fetchall()]
