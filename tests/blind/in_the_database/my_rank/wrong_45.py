"""nothing else (another column matters)

Staff take part out of competition here and are not counted as better. It shows when somebody with is_staff=True has a better score.
"""

from django.db.models import Count, Max, Q, Subquery

from arena.contests.models import Attempt


def my_rank(contest_id, user_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    mine = scored.filter(user=user_id).order_by("-score").values("score")[:1]
    better = Q(score__gt=Subquery(mine), user__is_staff=False)
    numbers = scored.aggregate(
        best=Max("score", filter=Q(user=user_id)),
        better=Count("user", distinct=True, filter=better),
    )
    return None if numbers["best"] is None else 1 + numbers["better"]
