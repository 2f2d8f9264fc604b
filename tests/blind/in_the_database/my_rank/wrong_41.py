"""rank

Two statements see two moments. If the person's own better attempt is committed between them, the person is counted as somebody
better than themselves: the only one in a contest gets rank 2.
"""

from django.db.models import Max

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.filter(user=user_id).aggregate(best=Max("score"))["best"]
    if best is None:
        return None
    return 1 + scored.filter(score__gt=best).values("user").distinct().count()
