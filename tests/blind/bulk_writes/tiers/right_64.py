"""One statement: a data-modifying CTE updates what differs and returns a row for each, which the same statement counts."""

from django.db import connections, router, transaction

from arena.contests.models import Attempt, Contest

STATEMENT = """
WITH changed AS (
    UPDATE {attempts} AS a
       SET medal = CASE WHEN a.score IS NULL THEN ''
                        WHEN a.score >= %(gold)s THEN 'gold'
                        WHEN a.score >= %(silver)s THEN 'silver'
                        WHEN a.score >= c.cutoff THEN 'bronze'
                        ELSE '' END
      FROM {contests} AS c
     WHERE a.contest_id = c.id
       AND a.medal <> CASE WHEN a.score IS NULL THEN ''
                           WHEN a.score >= %(gold)s THEN 'gold'
                           WHEN a.score >= %(silver)s THEN 'silver'
                           WHEN a.score >= c.cutoff THEN 'bronze'
                           ELSE '' END
    RETURNING 1
)
SELECT count(*) FROM changed
"""


def award():
    alias = router.db_for_write(Attempt)
    connection = connections[alias]
    sql = STATEMENT.format(
        attempts=connection.ops.quote_name(Attempt._meta.db_table),
        contests=connection.ops.quote_name(Contest._meta.db_table),
    )
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute(sql, {"gold": 90, "silver": 75})
        (changed,) = cursor.fetchone()
    return changed
