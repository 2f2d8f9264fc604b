"""WRONG (rule: no score): a best score of 0 is taken for none; that person gets None."""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if not best:
        return None
    people = scored.values("user_id").annotate(best=Max("score"))
    return 1 + people.filter(best__gt=best).count()
