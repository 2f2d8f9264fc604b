"""One query describes every index of the schema; a small class then says in Python what each of them is good for."""

from dataclasses import dataclass

from django.db import connection

DESCRIBE = """
SELECT s.indexrelname, coalesce(s.idx_scan, 0),
       i.indisprimary, i.indisunique, i.indisexclusion,
       i.indkey[0], coalesce(f.columns, '{}')
FROM pg_stat_all_indexes AS s
INNER JOIN pg_index AS i USING (indexrelid)
LEFT JOIN (
    SELECT conrelid, array_agg(attnum) AS columns
    FROM pg_constraint CROSS JOIN LATERAL unnest(conkey) AS attnum
    WHERE contype = 'f'
    GROUP BY conrelid
) AS f ON f.conrelid = i.indrelid
WHERE s.schemaname = 'public'
"""


@dataclass
class Index:
    name: str
    scans: int
    is_primary: bool
    is_unique: bool
    is_exclusion: bool
    first_column: int  # 0 is an expression
    foreign_key_columns: list

    @property
    def enforces(self):
        return self.is_primary or self.is_unique or self.is_exclusion

    @property
    def finds_references(self):
        return self.first_column in self.foreign_key_columns

    @property
    def is_useless(self):
        return self.scans == 0 and not self.enforces and not self.finds_references


def to_drop():
    with connection.cursor() as cursor:
        cursor.execute(DESCRIBE)
        indexes = [Index(*row) for row in cursor.fetchall()]
    return sorted(index.name for index in indexes if index.is_useless)
