"""MERGE with three arrays, after a statement that locks the attempts in one order, so that two calls do not deadlock."""

from django.db import connection, transaction

from arena.contests.models import Attempt

LOCK = (
    "SELECT count(*) FROM (SELECT FROM contests_attempt WHERE id = ANY(%s::bigint[])"
    " ORDER BY id FOR NO KEY UPDATE) AS locked"
)
MERGE = """
    MERGE INTO contests_attempt AS target
    USING (
        SELECT * FROM unnest(%s::bigint[], %s::numeric[], %s::timestamptz[]) AS u (id, score, ended)
    ) AS source
    ON target.id = source.id
    WHEN MATCHED THEN UPDATE SET score = source.score, finished_at = source.ended
"""


class Columns:
    """The results as three lists of the same length, the last one of each attempt."""

    def __init__(self, results):
        score_of, end_of = {}, {}
        prepare_score = Attempt._meta.get_field("score").get_prep_value
        prepare_end = Attempt._meta.get_field("finished_at").get_prep_value
        for key, score, end in results:
            if key.bit_length() < 64:
                score_of[key], end_of[key] = prepare_score(score), prepare_end(end)
        self.keys, self.scores, self.ends = list(score_of), list(score_of.values()), list(end_of.values())


def record(results):
    columns = Columns(results)
    if not columns.keys:
        return 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [columns.keys])
            cursor.execute(MERGE, [columns.keys, columns.scores, columns.ends])
            return cursor.rowcount
