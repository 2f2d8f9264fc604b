"""WRONG (rule: returned): the cursor's rowcount is the last statement's; for more than 1000 known keys it is too small."""

from django.db import connection, transaction

from arena.contests.models import Attempt, ScoreChange

SIZE = 1000
SQL = f"""
WITH changed AS (
    UPDATE {Attempt._meta.db_table} AS attempt
    SET score = given.score
    FROM unnest(%s::bigint[], %s::numeric[]) AS given (id, score)
    WHERE attempt.id = given.id AND attempt.score IS DISTINCT FROM given.score
    RETURNING attempt.id, old.score AS was, new.score AS became
)
INSERT INTO {ScoreChange._meta.db_table} (attempt_id, "old", "new", changed_at)
SELECT id, was, became, clock_timestamp() FROM changed
"""


@transaction.atomic
def rescore(scores):
    known = list(
        Attempt.objects.select_for_update()
        .filter(pk__in=scores)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not known:
        return 0
    with connection.cursor() as cursor:
        for start in range(0, len(known), SIZE):
            part = known[start : start + SIZE]
            cursor.execute(SQL, [part, [scores[pk] for pk in part]])
        return cursor.rowcount
