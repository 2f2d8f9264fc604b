"""Correcting 800 scores takes minutes, because of the audit trail.

rescore() gets new scores by attempt key and saves each. Receivers (arena/contests/trail.py) look up
the old score and write a ScoreChange: three statements each. bulk_update() sends no signals: the
trail would end.

Change rescore() to write many rows at a time.

Rules:
- scores: each attempt gets its new score, maybe None; nothing else changes.
- trail: each change gets one ScoreChange: old score (others write too), new score, current time.
- unchanged: an equal score gets none.
- unknown key: a key without attempt is ignored.
- together: if the database refuses one, its error is raised and neither is written.
- receivers: they stay connected, for code that calls save().
- returned: how many scores changed.

Allowed:
- queries: two per 100 rows, plus six.
- speed: at least twice as fast as the starter for 60 rows.
"""

from django.db import transaction

from arena.contests.models import Attempt


@transaction.atomic
def rescore(scores):
    changed = 0
    # TODO: save() sends one statement for each attempt, and its receivers send two more.
    for attempt in Attempt.objects.filter(pk__in=scores):
        if attempt.score != scores[attempt.pk]:
            attempt.score = scores[attempt.pk]
            attempt.save()
            changed += 1
    return changed
