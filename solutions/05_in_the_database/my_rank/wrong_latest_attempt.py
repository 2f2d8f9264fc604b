"""Takes the score of the person's latest attempt, which need not be their best.

Breaks: best
Fails: answer
"""

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).order_by("-finished_at", "-pk").first()
    if mine is None:
        return None
    return 1 + scored.filter(score__gt=mine.score).values("user").distinct().count()
