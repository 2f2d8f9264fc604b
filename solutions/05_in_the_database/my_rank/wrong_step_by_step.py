"""Asks whether there is a contest and an attempt before it asks for the score: four queries.

Max() answers the first three: without a score it returns None.

Breaks: queries
Fails: work
"""

from django.db.models import Max

from arena.contests.models import Attempt, Contest


def my_rank(contest_id, user_id):
    if not Contest.objects.filter(pk=contest_id).exists():
        return None
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id)
    if not mine.exists():
        return None
    best = mine.aggregate(best=Max("score"))["best"]
    return 1 + scored.filter(score__gt=best).values("user").distinct().count()
