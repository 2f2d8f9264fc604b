"""scores

The new scores travel as an array of smallint, although the column is an integer. It shows for a score above 32,767,
which Attempt takes: the whole call fails with DataError.
"""

from django.db import connection, transaction
from django.utils import timezone

from arena.contests.models import Attempt, ScoreChange

UPDATE = """
    UPDATE contests_attempt AS attempt
    SET score = wanted.score
    FROM unnest(%s::bigint[], %s::smallint[]) AS wanted (id, score)
    WHERE attempt.id = wanted.id
"""


@transaction.atomic
def rescore(scores):
    stored = Attempt.objects.filter(pk__in=list(scores)).order_by("pk")
    stored = dict(stored.select_for_update().values_list("pk", "score"))
    changed = {key: scores[key] for key, old in stored.items() if old != scores[key]}
    if not changed:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, [list(changed), list(changed.values())])
    now = timezone.now()
    ScoreChange.objects.bulk_create(
        [
            ScoreChange(attempt_id=key, old=stored[key], new=new, changed_at=now)
            for key, new in changed.items()
        ],
        batch_size=500,
    )
    return len(changed)
