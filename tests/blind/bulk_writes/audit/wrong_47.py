"""together

The trail is written after the transaction of the scores, in one of its own. It shows when the database refuses a line
of the trail (or the connection breaks between the two): the scores are committed, without any trail.
"""

from django.db import transaction

from arena.contests.models import Attempt, ScoreChange


def rescore(scores):
    changed, trail = [], []
    with transaction.atomic():
        stored = Attempt.objects.filter(pk__in=list(scores)).order_by("pk")
        for attempt in stored.select_for_update():
            new = scores[attempt.pk]
            if attempt.score != new:
                trail.append(ScoreChange(attempt=attempt, old=attempt.score, new=new))
                attempt.score = new
                changed.append(attempt)
        Attempt.objects.bulk_update(changed, ["score"], batch_size=100)
    ScoreChange.objects.bulk_create(trail, batch_size=500)
    return len(changed)
