"""A transaction and update_fields make each save() cheaper, but there are as many as before.

Breaks: queries
Fails: queries
"""

from django.db import transaction

from arena.contests.models import Attempt


@transaction.atomic
def raise_scores(contest):
    raised = 0
    for attempt in Attempt.objects.filter(contest=contest, score__isnull=False):
        attempt.score = min(100, attempt.score + attempt.score * 5 // 100)
        attempt.save(update_fields=["score"])
        raised += 1
    return raised
