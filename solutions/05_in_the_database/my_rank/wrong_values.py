"""Fetches scores and not objects. That costs less, but it still fetches the whole contest.

Breaks: fetched
Fails: work
"""

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    best = {}
    scores = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    for user, score in scores.values_list("user", "score"):
        best[user] = max(score, best.get(user, 0))
    if user_id not in best:
        return None
    return 1 + sum(score > best[user_id] for score in best.values())
