"""WRONG (rule: best): the own best is taken from all contests, not from this one, once the person has a score here."""

from django.db.models import Count, Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    own = Attempt.objects.filter(user=user_id, score__isnull=False)
    if not own.filter(contest=contest_id).exists():
        return None
    best = own.aggregate(best=Max("score"))["best"]
    better = scored.filter(score__gt=best).aggregate(people=Count("user", distinct=True))
    return 1 + better["people"]
