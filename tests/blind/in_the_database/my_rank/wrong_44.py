"""rank

The counting stops at a thousand people, which keeps it quick in big contests. A person with more than a thousand people before them
gets 1001.
"""

from django.db.models import Subquery

from arena.contests.models import Attempt

ENOUGH = 1_000


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id)
    if not mine.exists():
        return None
    best = Subquery(mine.order_by("-score").values("score")[:1])
    better = scored.filter(score__gt=best).order_by().values("user").distinct()
    return 1 + better[:ENOUGH].count()
