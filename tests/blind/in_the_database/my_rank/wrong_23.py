"""WRONG (rule: best): the first of the descending scores is NULL on PostgreSQL, so who has an unscored attempt beside a scored one gets None."""

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    attempts = Attempt.objects.filter(contest=contest_id)
    own = attempts.filter(user=user_id).order_by("-score")
    best = own.values_list("score", flat=True).first()
    if best is None:
        return None
    return 1 + attempts.filter(score__gt=best).values("user").distinct().count()
