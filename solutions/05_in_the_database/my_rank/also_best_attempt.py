"""Makes one object, the person's best attempt, and counts the people above it."""

from django.db.models import Count

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).order_by("-score").first()
    if mine is None:
        return None
    better = scored.filter(score__gt=mine.score).aggregate(people=Count("user", distinct=True))
    return 1 + better["people"]
