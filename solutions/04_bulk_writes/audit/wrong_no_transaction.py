"""Two statements without a transaction: when the trail can't be written, the scores have already
changed.

Breaks: together
Fails: together
"""

from arena.contests.models import Attempt, ScoreChange


def rescore(scores):
    changed, trail = [], []
    for attempt in Attempt.objects.filter(pk__in=scores):
        new = scores[attempt.pk]
        if attempt.score != new:
            trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
            attempt.score = new
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, ["score"], batch_size=200)
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(changed)
