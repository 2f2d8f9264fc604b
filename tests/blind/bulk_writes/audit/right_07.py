"""Right: a lock, then for every 400 changes one UPDATE from VALUES and one INSERT of VALUES, by cursor.execute()."""

from django.db import connection, transaction
from django.utils import timezone

from arena.contests.models import Attempt, ScoreChange

SIZE = 400
ATTEMPT, CHANGE = Attempt._meta.db_table, ScoreChange._meta.db_table


def _flat(rows):
    return [value for row in rows for value in row]


def _write(cursor, part):
    values = ", ".join(["(%s::bigint, %s::numeric)"] * len(part))
    cursor.execute(
        f"UPDATE {ATTEMPT} AS attempt SET score = given.score"
        f" FROM (VALUES {values}) AS given (id, score) WHERE attempt.id = given.id",
        _flat((pk, new) for pk, _, new in part),
    )
    values = ", ".join(["(%s, %s, %s, %s)"] * len(part))
    now = timezone.now()
    cursor.execute(
        f'INSERT INTO {CHANGE} (attempt_id, "old", "new", changed_at) VALUES {values}',
        _flat((pk, old, new, now) for pk, old, new in part),
    )


@transaction.atomic
def rescore(scores):
    locked = Attempt.objects.filter(pk__in=scores).order_by("pk").select_for_update(no_key=True)
    changes = [
        (pk, old, scores[pk])
        for pk, old in locked.values_list("pk", "score")
        if old != scores[pk]
    ]
    with connection.cursor() as cursor:
        for start in range(0, len(changes), SIZE):
            _write(cursor, changes[start : start + SIZE])
    return len(changes)
