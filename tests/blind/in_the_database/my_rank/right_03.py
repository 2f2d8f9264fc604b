"""values().annotate(): people grouped, those with a better best counted."""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = (
        scored.filter(user=user_id).order_by("-score").values_list("score", flat=True).first()
    )
    if mine is None:
        return None
    others = scored.exclude(user=user_id).order_by().values("user_id")
    return 1 + others.annotate(best=Max("score")).filter(best__gt=mine).count()
