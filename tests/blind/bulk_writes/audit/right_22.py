"""RIGHT: one SQL statement: UPDATE ... RETURNING old and new feeds the INSERT into the trail."""

from django.db import connection, transaction

from arena.contests.models import Attempt, ScoreChange

SQL = f"""
WITH changed AS (
    UPDATE {Attempt._meta.db_table} AS a
    SET score = given.score
    FROM unnest(%s::bigint[], %s::integer[]) AS given (id, score)
    WHERE a.id = given.id AND a.score IS DISTINCT FROM given.score
    RETURNING a.id AS id, old.score AS was, new.score AS became
)
INSERT INTO {ScoreChange._meta.db_table} (attempt_id, old, new, changed_at)
SELECT id, was, became, clock_timestamp() FROM changed
"""


@transaction.atomic
def rescore(scores):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [list(scores), list(scores.values())])
        return cursor.rowcount
