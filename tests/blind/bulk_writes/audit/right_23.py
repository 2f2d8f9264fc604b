"""RIGHT: old scores as a dictionary, the trail first, then UPDATE ... FROM (VALUES ...) by 500."""

from django.db import connection, transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    old = dict(
        Attempt.objects.select_for_update()
        .filter(pk__in=list(scores))
        .order_by("pk")
        .values_list("pk", "score")
    )
    differing = [pk for pk in old if old[pk] != scores[pk]]
    ScoreChange.objects.bulk_create(
        (ScoreChange(attempt_id=pk, old=old[pk], new=scores[pk]) for pk in differing),
        batch_size=500,
    )
    with connection.cursor() as cursor:
        for start in range(0, len(differing), 500):
            some = differing[start : start + 500]
            cursor.execute(
                f"UPDATE {Attempt._meta.db_table} a SET score = v.score FROM (VALUES "
                + ", ".join(["(%s::bigint, %s::integer)"] * len(some))
                + ") AS v (id, score) WHERE a.id = v.id",
                [value for pk in some for value in (pk, scores[pk])],
            )
    return len(differing)
