"""Right: the scores travel as JSON; UPDATE ... RETURNING tells what changed, and the ORM writes the trail from it."""

import json

from django.db import connection, transaction

from arena.contests.models import Attempt, ScoreChange

SQL = f"""
UPDATE {Attempt._meta.db_table} AS attempt
SET score = given.value::numeric
FROM json_each_text(%s::json) AS given
WHERE attempt.id = given.key::bigint
AND attempt.score IS DISTINCT FROM given.value::numeric
RETURNING attempt.id, old.score, new.score
"""


@transaction.atomic
def rescore(scores):
    attempts = Attempt.objects.select_for_update().filter(pk__in=scores).order_by("pk")
    known = {pk: scores[pk] for pk in attempts.values_list("pk", flat=True)}
    with connection.cursor() as cursor:
        cursor.execute(SQL, [json.dumps(known)])
        rows = cursor.fetchall()
    ScoreChange.objects.bulk_create(
        [ScoreChange(attempt_id=pk, old=old, new=new) for pk, old, new in rows], batch_size=1000
    )
    return len(rows)
