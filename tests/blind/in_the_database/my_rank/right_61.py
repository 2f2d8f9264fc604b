"""One aggregate() takes the person's best score, and counts the different people who have a higher one."""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).order_by("-score").values("score")[:1]
    found = scored.aggregate(
        mine=Max("score", filter=Q(user=user_id)),
        better=Count("user", distinct=True, filter=Q(score__gt=mine)),
    )
    return None if found["mine"] is None else 1 + found["better"]
