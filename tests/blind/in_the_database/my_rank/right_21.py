"""RIGHT: the own best with Max(), then a count of the distinct people with any higher score."""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    best = attempts.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if best is None:
        return None
    return 1 + attempts.filter(score__gt=best).values("user").distinct().count()
