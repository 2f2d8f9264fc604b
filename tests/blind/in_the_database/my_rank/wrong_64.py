"""no score: PostgreSQL sorts NULL before all scores when the order is descending.

A person with a score who also has an attempt without one (an unfinished second try) gets None.
"""

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    mine = attempts.filter(user=user_id).order_by("-score").values_list("score", flat=True).first()
    if mine is None:
        return None
    return 1 + attempts.filter(score__gt=mine).values("user").distinct().count()
