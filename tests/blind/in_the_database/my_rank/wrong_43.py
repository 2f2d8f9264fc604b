"""fetched

The database counts the others, but the person's own scores are all fetched for Python's max(). Somebody with more than 20 attempts
at the contest makes it fetch more than 20 rows.
"""

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = list(scored.filter(user=user_id).values_list("score", flat=True))
    if not mine:
        return None
    others = scored.exclude(user=user_id).filter(score__gt=max(mine))
    return 1 + others.values("user").distinct().count()
