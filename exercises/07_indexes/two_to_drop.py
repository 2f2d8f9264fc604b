"""A new comment takes longer than a year ago: it writes to ten indexes.

Two are useless; nobody knows which. PostgreSQL counts the scans of each index in
pg_stat_user_indexes; to_drop() lists those with fewer than 50. The weekly report needs one.

Change to_drop() so that it lists the indexes that nothing needs.

Rules:
- schema: only indexes in the schema "public".
- unused: PostgreSQL has never scanned it. An index that was scanned once stays.
- rule: an index that enforces a rule stays: a primary key, a unique or an exclusion one.
- foreign key: an index whose first column has a foreign key constraint stays. PostgreSQL needs it
  when the other row is deleted.
- any kind: partial, expression and INVALID indexes are listed like others.
- result: a list of names, in ascending order. Nothing is changed.

Allowed:
- queries: at most 3, however many indexes.
"""

from django.db import connection


def to_drop():
    with connection.cursor() as cursor:
        # TODO: few scans do not make an index useless, and no scans do not either.
        cursor.execute(
            "SELECT indexrelname FROM pg_stat_user_indexes WHERE idx_scan < 50"
            " ORDER BY indexrelname"
        )
        return [name for (name,) in cursor.fetchall()]
