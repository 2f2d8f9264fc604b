"""Fetches all scores of the person, and finds the best in Python. A person may try a hundred times.

Breaks: fetched
Fails: work
"""

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = list(scored.filter(user=user_id).values_list("score", flat=True))
    if not mine:
        return None
    return 1 + scored.filter(score__gt=max(mine)).values("user").distinct().count()
