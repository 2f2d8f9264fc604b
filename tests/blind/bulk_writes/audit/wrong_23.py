"""WRONG (rule: trail): a score that was NULL, or becomes NULL, changes without a line in the trail."""

from django.db import connection, transaction

from arena.contests.models import Attempt, ScoreChange

GIVEN = "WITH given AS (SELECT * FROM unnest(%s::bigint[], %s::integer[]) AS g (id, score))"
LOCK = f"SELECT count(*) FROM (SELECT 1 FROM {Attempt._meta.db_table} WHERE id = ANY(%s) FOR UPDATE) l"
TRAIL = f"""{GIVEN}
INSERT INTO {ScoreChange._meta.db_table} (attempt_id, old, new, changed_at)
SELECT a.id, a.score, given.score, clock_timestamp()
FROM {Attempt._meta.db_table} a JOIN given ON given.id = a.id
WHERE a.score <> given.score
"""
SCORES = f"""{GIVEN}
UPDATE {Attempt._meta.db_table} a SET score = given.score
FROM given
WHERE given.id = a.id AND a.score IS DISTINCT FROM given.score
"""


@transaction.atomic
def rescore(scores):
    given = [list(scores), list(scores.values())]
    with connection.cursor() as cursor:
        cursor.execute(LOCK, given[:1])
        cursor.execute(TRAIL, given)
        cursor.execute(SCORES, given)
        return cursor.rowcount
