"""scores

No score and a score of 0 count as equal. It shows when an attempt without a score (NULL) gets 0, or one with 0 gets
None: neither the score nor the trail is written.
"""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


@transaction.atomic
def rescore(scores):
    attempts, trail = [], []
    stored = Attempt.objects.filter(pk__in=list(scores)).order_by("pk")
    for attempt in stored.select_for_update():
        old, new = attempt.score, scores[attempt.pk]
        if (new or 0) - (old or 0):
            trail.append(ScoreChange(attempt=attempt, old=old, new=new))
            attempt.score = new
            attempts.append(attempt)
    Attempt.objects.bulk_update(attempts, ["score"], batch_size=200)
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(attempts)
