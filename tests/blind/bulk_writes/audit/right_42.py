"""Locks and reads old scores, then one SQL statement updates from arrays and inserts what it changed into the trail."""

from django.db import connection, transaction
from django.utils import timezone

from arena.contests.models import Attempt

SQL = """
    WITH changed AS (
        UPDATE contests_attempt AS attempt
        SET score = change.after
        FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS change (id, before, after)
        WHERE attempt.id = change.id
        RETURNING change.id, change.before, change.after
    )
    INSERT INTO contests_scorechange (attempt_id, old, new, changed_at)
    SELECT id, before, after, %s::timestamptz FROM changed
"""


@transaction.atomic
def rescore(scores):
    stored = Attempt.objects.filter(pk__in=list(scores)).order_by("pk")
    stored = stored.select_for_update(no_key=True).values_list("pk", "score")
    changes = [(key, old, scores[key]) for key, old in stored if old != scores[key]]
    if changes:
        keys, old, new = (list(column) for column in zip(*changes, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(SQL, [keys, old, new, timezone.now()])
    return len(changes)
