"""trail

changed_at is the database's now(), which is when the transaction began, not the current time. It shows inside of an
outer transaction that began long ago, or after a wait for the lock of an attempt.
"""

from django.db import connection, transaction

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
    SELECT id, before, after, now() FROM changed
"""


@transaction.atomic
def rescore(scores):
    stored = Attempt.objects.filter(pk__in=list(scores)).order_by("pk")
    stored = stored.select_for_update().values_list("pk", "score")
    changes = [(key, old, scores[key]) for key, old in stored if old != scores[key]]
    if changes:
        keys, old, new = (list(column) for column in zip(*changes, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(SQL, [keys, old, new])
    return len(changes)
